#!/usr/bin/env bash
# Measures how a packaged server starts and what memory it takes: bench/startup.sh COMMAND [ARGUMENT...], for example
#   bench/startup.sh target/mcp-orchestrator-0.1.0-SNAPSHOT-runner
#   bench/startup.sh java -jar target/quarkus-app/quarkus-run.jar
# It fills a Redis of its own (redis-server on the PATH) with 100 results, then starts the command 11 times and takes the time from
# the start of the process to the first ready answer, all 100 in the cache. Then RSS: idle, and the most with 200 workflows of
# 8 agents at once, whose model takes 2 s for each answer. One machine, one run: compare rows of the same run.
set -euo pipefail
port=${BENCH_PORT:-15060} redis=${BENCH_REDIS_PORT:-16379} results=100 starts=${BENCH_STARTS:-11} workflows=200
work=$(mktemp -d)
exec {pause}<> <(:) # nothing comes from it: what reads it waits, without another process
redis-server --port "$redis" --bind 127.0.0.1 --dir "$work" --appendonly yes --save "" > "$work/redis.log" & redis_pid=$!
server=
trap '[ -z "$server" ] || kill -9 "$server" 2> /dev/null; kill "$redis_pid"; wait "$redis_pid" || true; rm -rf "$work"' EXIT
export PORT=$port REDIS_HOST=127.0.0.1 REDIS_PORT=$redis DEFAULT_PROVIDER=scripted

ask() { # ask PATH: the status line, without a process that would cost more than what is measured
    { exec 3<> "/dev/tcp/127.0.0.1/$port" && printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3 && read -r answer <&3; } 2> /dev/null
    local code=$?
    exec 3>&- || true
    return $code
}
ready() { answer=; ask /q/health/ready && [[ $answer == *' 200 '* ]]; }
launch() { # launch LATENCY COMMAND...: sets took, in ms
    local began=$EPOCHREALTIME
    ORCHESTRATOR_PROVIDER_SCRIPTED_LATENCY=$1 "${@:2}" >> "$work/server.log" 2>&1 & server=$!
    until ready; do
        kill -0 "$server" || { tail "$work/server.log"; exit 1; }
        read -rt 0.002 -u "$pause" || true # leaves the processor to the server
    done
    took=$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))
}
stop() { kill "$server"; wait "$server" || true; server=; }
rss() { awk "/^${1:-VmRSS}/"' {printf "%d", $2 / 1024}' "/proc/$server/status"; }
submit() {
    curl -s -o /dev/null -H 'Content-Type: application/json' -d '{"task":"How do towns heat houses?","num_agents":'"$1"'}' \
        "http://127.0.0.1:$port/tools/orchestrate_research"
}
gauge() { curl -s "http://127.0.0.1:$port/health" | sed 's/.*"active_workflows":\([0-9]*\).*/\1/'; }
until [ "$(redis-cli -p "$redis" ping 2> /dev/null)" = PONG ]; do :; done

launch 0s "$@"
for ((i = 0; i < results; i++)); do submit 8; done
until [ "$(gauge)" = 0 ]; do :; done
stop

times=()
for ((i = 0; i < starts; i++)); do launch 0s "$@"; times+=("$took"); stop; done
mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)

launch 2s "$@"
sleep 5
idle=$(rss) anonymous=$(rss RssAnon)
for ((i = 0; i < workflows; i++)); do submit 8 & done
wait $(jobs -p | grep -vx -e "$server" -e "$redis_pid") || true
most=0
until [ "$(gauge)" = 0 ]; do
    now=$(rss)
    ((now <= most)) || most=$now
done
stop
printf 'start to ready, %d results: median %d ms, fastest %d ms; RSS idle %d MiB, %d of it anonymous, most with %d workflows %d MiB\n' \
    "$results" "${times[starts / 2]}" "${times[0]}" "$idle" "$anonymous" "$workflows" "$most"
