#!/usr/bin/env bash
# Measures a packaged server: bench/run.sh [OPTION...] [PART...], for example
#   bench/run.sh                                     everything, of target/quarkus-app
#   bench/run.sh --short load                        a quick look
#   bench/run.sh --server target/mcp-orchestrator-0.1.0-SNAPSHOT-runner submit load
# Options and parts: bench/run.sh --help. Builds nothing and needs no network; docs/performance.md tells the method.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for jdk in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/*; do
    case $(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release" 2> /dev/null) in
        2[5-9] | [3-9][0-9]) exec "$jdk/bin/java" -XX:+UseSerialGC -Xmx512m "$here/Bench.java" "$@" ;;
    esac
done
echo "bench/run.sh: no JDK 25 or newer found; set JAVA_HOME to it" >&2
exit 1
