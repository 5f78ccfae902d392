#!/bin/bash
# Ends what start.sh started under ROOT, by the pid files there, and unmounts what an interrupted installation left.
#
#   stop.sh ROOT
set -u
ROOT=${1:?usage: stop.sh ROOT}
[ -d "$ROOT" ] || exit 0
CHROOT=$(cd "$ROOT" && pwd -P)/sid

# A pid file may be older than the last boot: only a process that lives in the chroot is ours.
is_ours() { [ "$(readlink "/proc/$1/root" 2>/dev/null)" = "$CHROOT" ]; }

pids=()
for file in "$ROOT"/run/hs*.pid; do
  [ -e "$file" ] || continue
  pid=$(cat "$file")
  if is_ours "$pid"; then
    kill -TERM "$pid" 2>/dev/null
    pids+=("$pid")
    echo "stopped $(basename "$file" .pid)"
  fi
  rm -f "$file"
done
for pid in "${pids[@]}"; do
  for _ in $(seq 100); do
    is_ours "$pid" || break
    sleep 0.1
  done
  is_ours "$pid" && kill -KILL "$pid" 2>/dev/null
done
# The deepest first.
awk -v below="$CHROOT/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mounted; do
  umount "$mounted" || umount -l "$mounted"
done
exit 0
