#!/usr/bin/env bash
# Measures what a turn costs without its surroundings, with JMH: bench/micro.sh [OPTION OF JMH...], for example
#   ./mvnw package -DskipTests && bench/micro.sh                    everything, some 2 minutes
#   bench/micro.sh -p agents=5 plan
# JMH comes from Maven's repository at the first call; after that no network is needed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) version=1.37 repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jar() { echo "$repository/$1/$2/$3/$2-$3.jar"; }
processor=$(jar org/openjdk/jmh jmh-generator-annprocess $version)
jmh=$(jar org/openjdk/jmh jmh-core $version):$(jar net/sf/jopt-simple jopt-simple 5.0.4):$(jar org/apache/commons commons-math3 3.6.1)
for artifact in jmh-core jmh-generator-annprocess; do
    [ -f "$(jar org/openjdk/jmh $artifact $version)" ] ||
        (cd "$here/.." && ./mvnw -q -B -ntp dependency:get -Dartifact="org.openjdk.jmh:$artifact:$version")
done
for jdk in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/*; do
    case $(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release" 2> /dev/null) in
        2[5-9] | [3-9][0-9]) java=$jdk/bin && break ;;
    esac
done
classes=$here/../target/classes:$(printf '%s:' "$here"/../target/quarkus-app/lib/main/*.jar)$jmh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${java:?no JDK 25 or newer found; set JAVA_HOME to it}/javac" -proc:full -processorpath "$processor:$jmh" -cp "$classes" \
    -d "$work" "$here/micro/Micro.java"
"$java/java" -cp "$work:$classes" org.openjdk.jmh.Main "$@"
