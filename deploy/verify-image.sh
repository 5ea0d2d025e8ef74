#!/usr/bin/env bash
# Proves the Dockerfile without a Docker engine: builds the image with buildah, runs it hardened with
# podman and crun, talks to it, and stops it in the middle of a stream. The official Node image is
# replaced by a stand-in, made of Debian and of the Node of this machine, unless BASE_IMAGE is set.
#
# Needs root, and: buildah podman crun debootstrap curl node npm. Settings, all optional:
#   BASE_IMAGE     base image to build on instead of the stand-in
#   DEBIAN_MIRROR  where debootstrap fetches Debian
#   CA_FILE        certificates that npm shall trust besides its own, where a proxy re-signs TLS
#   WORK_DIR       folder that keeps the base and all layers for the next run; else a temporary one
set -euo pipefail

readonly KEY=sk-verify-image-canary
readonly MIN_STREAMED=5
readonly STAND_IN=localhost/node-stand-in:bookworm

for tool in buildah podman crun debootstrap curl node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is needed" >&2 && exit 2; }
done

# The engines mount file systems, and podman refuses a host that has both versions of cgroups: in a
# mount namespace of our own we may unmount one, and nothing is left behind on the host.
if [[ ${IN_OWN_NAMESPACE:-} != yes ]]; then
  IN_OWN_NAMESPACE=yes exec unshare --mount --propagation private "$BASH" "$0" "$@"
fi
if mountpoint --quiet /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi

source_dir=$(cd "$(dirname "$0")/.." && pwd)
work=${WORK_DIR:-$(mktemp --directory)}
mkdir -p "$work"
export CONTAINERS_STORAGE_CONF=$work/storage.conf
printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "%s"\n' \
  "$work/storage" "$work/run" >"$CONTAINERS_STORAGE_CONF"
failures=0

clean_up() {
  podman rm --all --force --time 0 >/dev/null 2>&1 || true
  if [[ -z ${WORK_DIR:-} ]]; then
    umount --recursive "$work/storage/overlay" 2>/dev/null || true
    rm -rf "$work"
  fi
}

check() {
  local claim=$1
  shift
  if "$@"; then
    echo "ok    $claim"
  else
    echo "WRONG $claim"
    failures=$((failures + 1))
  fi
}

fails() { ! "$@" >/dev/null 2>&1; }

exit_code_of() {
  local code=0
  "$@" >/dev/null 2>&1 || code=$?
  echo "$code"
}

is() { [[ $1 == "$2" ]] || { echo "      expected '$2', got '$1'" && false; }; }

seconds_since() { echo "$(($(date +%s) - $1)) s"; }

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); });'
}

make_stand_in() {
  local root=$work/rootfs environment=()
  rm -rf "$root"
  debootstrap --variant=minbase --include=ca-certificates,libstdc++6 bookworm "$root" \
    ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$work/debootstrap.log"
  mkdir -p "$root/usr/local/lib/node_modules"
  cp "$(node -p process.execPath)" "$root/usr/local/bin/node"
  cp -a "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  chroot "$root" groupadd --gid 1000 node
  chroot "$root" useradd --uid 1000 --gid node --create-home node
  if [[ -n ${CA_FILE:-} ]]; then
    cp "$CA_FILE" "$root/etc/ssl/certs/extra.pem"
    environment=(--change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/extra.pem')
  fi
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
  tar -C "$root" -cf "$work/base.tar" .
  podman import "${environment[@]}" --change 'CMD ["node"]' "$work/base.tar" "$STAND_IN" \
    >"$work/import.log" 2>&1
  rm -rf "$root" "$work/base.tar"
}

build_image() {
  local started
  base=${BASE_IMAGE:-$STAND_IN}
  if [[ $base == "$STAND_IN" ]] && ! podman image exists "$STAND_IN"; then
    started=$(date +%s)
    make_stand_in
    echo "made the stand-in base image in $(seconds_since "$started")"
  fi
  started=$(date +%s)
  # The OCI format has no place for a health check.
  buildah bud --isolation chroot --network host --format docker --layers --pull=false \
    --build-arg "NODE_IMAGE=$base" --tag glm-gateway "$source_dir" >"$work/build.log" 2>&1 ||
    { tail -n 30 "$work/build.log" && false; }
  echo "built the image in $(seconds_since "$started")"
}

megabytes() { echo "$(($1 / 1000000)) MB"; }

property() { podman image inspect --format "$2" "$1"; }

check_image() {
  local root
  root=$(podman image mount glm-gateway)
  check 'the image names a numeric user' is "$(property glm-gateway '{{.Config.User}}')" 1000
  check 'the command needs no shell' is "$(property glm-gateway '{{json .Config.Cmd}}')" \
    '["node","--enable-source-maps","dist/main.js"]'
  check 'the health check needs no shell' is "$(property glm-gateway '{{json .HealthCheck.Test}}')" \
    '["CMD","node","dist/health/probe.js"]'
  for package in typescript jest eslint @nestjs/cli openai; do
    check "no development package: $package" test ! -e "$root/app/node_modules/$package"
  done
  check 'no source, settings or credentials' is \
    "$(find "$root/app" -path "$root/app/node_modules" -prune -o \
      \( -name '.env*' -o -name .npmrc -o -name '*.spec.*' -o -name .git -o -name src \) -print)" ''
  check 'nothing in it belongs to the user of the service' is \
    "$(find "$root/app" ! -user 0 -o ! -type l -perm /022)" ''
  echo "sizes: image $(megabytes "$(property glm-gateway '{{.Size}}')")," \
    "of that base $(megabytes "$(property "$base" '{{.Size}}')")," \
    "node_modules $(du --summarize --block-size=MB "$root/app/node_modules" | cut -f 1)"
  podman image unmount glm-gateway >/dev/null
}

# Limits that a host without CAP_SYS_RESOURCE grants too; the rest is what docker-compose.yml sets.
run_hardened() {
  podman run --network host --cgroups=disabled --runtime crun --log-driver k8s-file \
    --ulimit nofile=20000:20000 --ulimit nproc=4096:4096 \
    --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges "$@"
}

start_containers() {
  simulator_port=$(free_port)
  gateway_port=$(free_port)
  url=http://127.0.0.1:$gateway_port
  run_hardened --detach --name simulator --no-healthcheck glm-gateway \
    node dist/simulator/main.js "$simulator_port" 127.0.0.1 100 >"$work/simulator.log" 2>&1
  run_hardened --detach --name gateway --env "AUTH_TOKEN=$KEY" \
    --env LISTEN_HOST=127.0.0.1 --env "LISTEN_PORT=$gateway_port" \
    --env "API_ENDPOINT=http://127.0.0.1:$simulator_port/api/chat/completions" glm-gateway \
    >"$work/gateway.log" 2>&1
  curl --silent --retry 60 --retry-connrefused --retry-delay 1 --output /dev/null \
    "$url/health/ready" || { podman logs gateway && false; }
}

in_gateway() { podman exec gateway node -e "$1"; }

status_of_main() { podman exec gateway node -p \
  "/^$1:\\s*(\\S+)/m.exec(require('node:fs').readFileSync('/proc/1/status', 'utf8'))[1]"; }

check_container() {
  check 'it does not start without a key' is "$(run_hardened --rm glm-gateway 2>&1 | grep '^  - ')" \
    '  - AUTH_TOKEN or KEYS_FILE is required when NODE_ENV is production'
  check 'it runs as user 1000' is "$(status_of_main Uid)" 1000
  check 'node is process 1' is "$(status_of_main Name)" node
  check 'it has no capabilities' is "$(status_of_main CapEff)" 0000000000000000
  check 'it cannot gain privileges' is "$(status_of_main NoNewPrivs)" 1
  check 'the root file system is read-only' is \
    "$(in_gateway 'try { require("node:fs").writeFileSync("/x", ""); } catch (e) { console.log(e.code); }')" \
    EROFS
  check 'the health check passes' podman healthcheck run gateway
  check 'the health check fails when nothing listens' is \
    "$(exit_code_of podman exec --env LISTEN_PORT=1 gateway node dist/health/probe.js)" 1
}

chat() {
  curl --silent --show-error --no-buffer --max-time 60 --header "Authorization: Bearer $1" \
    --header 'Content-Type: application/json' --write-out '\n%{http_code}\n' --data '{
      "model": "GLM-4.5-Thinking", "stream": true,
      "messages": [{ "role": "user", "content": "Which is larger, 9.11 or 9.9?" }]
    }' "$url/v1/chat/completions"
}

deltas() { grep --count '"delta":{"\(reasoning_\)\?content":' "$1" || true; }

last_event() { grep '^data: ' "$1" | tail -n 1; }

wait_for_deltas() {
  while (($(deltas "$1") < MIN_STREAMED)) && kill -0 "$2" 2>/dev/null; do sleep 0.05; done
}

check_conversation() {
  check 'a wrong key is refused' is "$(chat sk-wrong-key-of-nobody | tail -n 1)" 401
  chat "$KEY" >"$work/whole.txt"
  check 'a stream ends with [DONE]' is "$(last_event "$work/whole.txt")" 'data: [DONE]'
  whole=$(deltas "$work/whole.txt")
}

# Of a container that stops now: one that does not is killed, which gives 137.
exit_code_of_container() {
  podman stop --time 20 "$1" >/dev/null 2>&1
  podman container inspect --format '{{.State.ExitCode}}' "$1"
}

check_drain() {
  local client before started
  chat "$KEY" >"$work/drained.txt" &
  client=$!
  wait_for_deltas "$work/drained.txt" "$client"
  started=$(date +%s)
  podman kill --signal TERM gateway >/dev/null
  before=$(deltas "$work/drained.txt")
  check "SIGTERM came in the middle of a stream ($before of $whole deltas)" test "$before" -lt "$whole"
  wait "$client" || true
  check 'that stream came whole' is "$(deltas "$work/drained.txt")" "$whole"
  check 'and ended with [DONE]' is "$(last_event "$work/drained.txt")" 'data: [DONE]'
  check 'the exit code is 0' is "$(exit_code_of_container gateway)" 0
  echo "ended $(seconds_since "$started") after SIGTERM"
  check 'the log does not hold the key' fails grep --quiet "$KEY" <(podman logs gateway 2>&1)
  check 'the exit code of the simulator is 0' is "$(exit_code_of_container simulator)" 0
}

trap clean_up EXIT
build_image
check_image
start_containers
check_container
check_conversation
check_drain
echo "$failures wrong"
((failures == 0))
