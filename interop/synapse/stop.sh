#!/bin/bash
# Ends what start.sh started under ROOT, by the pid files there, and unmounts what an interrupted installation left.
#
#   stop.sh ROOT
set -u
ROOT=${1:?usage: stop.sh ROOT}
for file in "$ROOT"/run/hs*.pid; do
  [ -e "$file" ] || continue
  pid=$(cat "$file")
  kill -TERM "$pid" 2>/dev/null
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null
  rm -f "$file"
  echo "stopped $(basename "$file" .pid)"
done
proc=$ROOT/sid/proc
if grep -qs " $proc proc " /proc/mounts; then umount "$proc"; fi
exit 0
