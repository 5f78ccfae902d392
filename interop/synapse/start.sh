#!/bin/bash
# Starts real Synapse homeservers for the interop suite: the Debian package, in a chroot of its own, plain HTTP on loopback.
# Nothing is installed on the host but debootstrap, nothing stays mounted, no systemd, no container engine.
#
#   start.sh ROOT COUNT [--fresh]
#
# ROOT      where everything lives: the chroot (about 700 MB), the servers' data, logs and pid files. A second start with
#           the same ROOT takes seconds.
# COUNT     how many homeservers, 1 to 9.
# --fresh   throw the homeservers' rooms away first; keys, CA and users' secrets stay.
#
# Server i listens on http://127.0.0.1:${p}008 (client and federation API) and is called localhost:${p}448, where p = i8 for
# the first two and 2i for the others, so that every port stays below the ephemeral range. The TLS port ${p}448 is left to the
# suite's own proxies. Prints one line of key=value pairs per server and one for the CA, then exits.
#
# Exit code 3: the package could not be installed here (not root, no Debian, no network): the suite reports that as SKIPPED.
set -euo pipefail

ROOT=${1:?usage: start.sh ROOT COUNT [--fresh]}
COUNT=${2:?usage: start.sh ROOT COUNT [--fresh]}
FRESH=${3:-}
SUITE=sid
CHROOT=$ROOT/$SUITE
HOME_IN_CHROOT=/srv/vestibule
HOMES=$CHROOT$HOME_IN_CHROOT
SECRET=interop-registration-secret
BRIDGE_PORT=29397

# $1 is what failed, $2 the log whose end says why.
cannot_install() {
  local why=${2:+$(grep -v '^[[:space:]]*$' "$2" | tail -n 1)}
  echo "cannot install Synapse: $1${why:+: $why}${2:+ (see $2)}" >&2
  exit 3
}

port_prefix() { [ "$1" -le 2 ] && echo "${1}8" || echo "2$1"; }

# Ends what an earlier run that was killed may have left.
bash "$(dirname "$0")/stop.sh" "$ROOT" >/dev/null

in_chroot() { DEBIAN_FRONTEND=noninteractive chroot "$CHROOT" "$@"; }

install_package() {
  in_chroot apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold matrix-synapse python3-uvloop openssl
}

# debootstrap has just fetched and checked the package lists. Only what an interrupted installation left needs more.
packages_are_there() {
  install_package || { in_chroot dpkg --configure -a && install_package; } || { in_chroot apt-get update -qq && install_package; }
}

install_synapse() {
  [ -e "$CHROOT/.installed" ] && return
  [ "$(id -u)" = 0 ] || cannot_install "needs root for a chroot"
  command -v apt-get >/dev/null || cannot_install "needs a Debian-like host"
  if ! command -v debootstrap >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; } \
      >"$ROOT/run/debootstrap-install.log" 2>&1 || cannot_install "apt-get install debootstrap failed" "$ROOT/run/debootstrap-install.log"
  fi
  if [ ! -e "$CHROOT/.bootstrapped" ]; then
    rm -rf --one-file-system "$CHROOT"
    debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$CHROOT" >"$ROOT/run/debootstrap.log" 2>&1 \
      || cannot_install "debootstrap failed" "$ROOT/run/debootstrap.log"
    touch "$CHROOT/.bootstrapped"
  fi
  # No service may start inside the chroot while packages are configured.
  printf '#!/bin/sh\nexit 101\n' >"$CHROOT/usr/sbin/policy-rc.d"
  chmod +x "$CHROOT/usr/sbin/policy-rc.d"
  mount -t proc proc "$CHROOT/proc" 2>"$ROOT/run/mount.log" || cannot_install "mounting /proc failed" "$ROOT/run/mount.log"
  trap 'umount "$CHROOT/proc" 2>/dev/null || true' EXIT
  if ! packages_are_there >"$ROOT/run/apt.log" 2>&1 </dev/null; then
    rm -f "$CHROOT/.bootstrapped" # the next try begins anew
    cannot_install "apt-get install matrix-synapse failed" "$ROOT/run/apt.log"
  fi
  chroot "$CHROOT" apt-get clean
  umount "$CHROOT/proc"
  trap - EXIT
  touch "$CHROOT/.installed"
}

make_certificates() {
  local tls=$HOMES/tls in=$HOME_IN_CHROOT/tls
  [ -e "$tls/server.p8.key" ] && return
  mkdir -p "$tls"
  cat >"$tls/extensions" <<X509
basicConstraints=CA:FALSE
keyUsage=digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1
X509
  {
    chroot "$CHROOT" openssl ecparam -name prime256v1 -genkey -noout -out "$in/ca.key"
    chroot "$CHROOT" openssl req -x509 -new -key "$in/ca.key" -days 3650 -subj "/CN=Vestibule interop CA" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out "$in/ca.crt"
    chroot "$CHROOT" openssl ecparam -name prime256v1 -genkey -noout -out "$in/server.key"
    chroot "$CHROOT" openssl req -new -key "$in/server.key" -subj "/CN=localhost" -out "$in/server.csr"
    chroot "$CHROOT" openssl x509 -req -in "$in/server.csr" -CA "$in/ca.crt" -CAkey "$in/ca.key" -CAcreateserial \
      -days 3650 -extfile "$in/extensions" -out "$in/server.crt"
    chroot "$CHROOT" openssl pkcs8 -topk8 -nocrypt -in "$in/server.key" -out "$in/server.p8.key"
  } >"$ROOT/run/openssl.log" 2>&1
  chmod 644 "$tls"/*
}

write_config() {
  local i=$1 p=$2 home=$HOME_IN_CHROOT/hs$1 dir=$HOMES/hs$1
  mkdir -p "$dir"
  if [ "$FRESH" = --fresh ]; then rm -rf "$dir"/homeserver.db* "$dir/media"; fi
  cat >"$dir/homeserver.yaml" <<YAML
server_name: "localhost:${p}448"
public_baseurl: "http://127.0.0.1:${p}008/"
pid_file: $home/homeserver.pid
signing_key_path: $home/signing.key
log_config: $home/log.yaml
media_store_path: $home/media
federation_custom_ca_list: [$HOME_IN_CHROOT/tls/ca.crt]
trusted_key_servers: []
suppress_key_server_warning: true
ip_range_blacklist: []
report_stats: false
enable_registration: false
registration_shared_secret: "$SECRET"
macaroon_secret_key: "interop-macaroon-hs$i"
form_secret: "interop-form-hs$i"
bcrypt_rounds: 4
presence: {enabled: false}
push: {enabled: false}
stats: {enabled: false}
user_directory: {enabled: false}
url_preview_enabled: false
allow_public_rooms_over_federation: true
app_service_config_files: [$home/crowd.yaml, $home/bridge.yaml]
database: {name: sqlite3, args: {database: $home/homeserver.db}}
listeners:
  - {port: ${p}008, bind_addresses: ['127.0.0.1'], type: http, tls: false, x_forwarded: false, resources: [{names: [client, federation, keys, metrics], compress: false}]}
# Servers come and go within seconds here: the production back-off of ten minutes would hide what is tested.
federation: {destination_min_retry_interval: 1s, destination_max_retry_interval: 5s, destination_retry_multiplier: 2}
rc_message: &off {per_second: 100000, burst_count: 100000}
rc_registration: *off
rc_registration_token_validity: *off
rc_admin_redaction: *off
rc_login: {address: *off, account: *off, failed_attempts: *off}
rc_joins: {local: *off, remote: *off}
rc_joins_per_room: *off
rc_room_creation: *off
rc_invites: {per_room: *off, per_user: *off, per_issuer: *off}
rc_federation: {window_size: 1000, sleep_limit: 1000000, sleep_delay: 1, reject_limit: 1000000, concurrent: 10000}
YAML
  # Thousands of members, of whom nobody is told; and a bridge, which the suite plays.
  write_appservice crowd "$i" null '@as_.*' >"$dir/crowd.yaml"
  write_appservice bridge "$i" "http://127.0.0.1:$BRIDGE_PORT" '@bridge_.*' >"$dir/bridge.yaml"
  cat >"$dir/log.yaml" <<YAML
version: 1
formatters: {line: {format: '%(asctime)s %(levelname)s %(name)s %(request)s %(message)s'}}
handlers: {file: {class: logging.FileHandler, formatter: line, filename: $home/homeserver.log, encoding: utf8}}
root: {level: WARNING, handlers: [file]}
disable_existing_loggers: false
YAML
  chroot "$CHROOT" chown -R matrix-synapse: "$home"
}

write_appservice() {
  cat <<YAML
id: $1
url: $3
as_token: $1-as-token-hs$2
hs_token: hs-token-of-$1
sender_localpart: $1_main
rate_limited: false
namespaces: {users: [{exclusive: true, regex: '$4'}], aliases: [], rooms: []}
YAML
}

as_synapse() { chroot --userspec=matrix-synapse:nogroup "$CHROOT" "$@"; }

start_server() {
  local i=$1 home=$HOME_IN_CHROOT/hs$1
  [ -e "$HOMES/hs$i/signing.key" ] || as_synapse python3 -m synapse.app.homeserver -c "$home/homeserver.yaml" --generate-keys
  (
    cd /
    exec setsid chroot --userspec=matrix-synapse:nogroup "$CHROOT" env HOME="$home" \
      python3 -m synapse.app.homeserver -c "$home/homeserver.yaml"
  ) >"$ROOT/run/hs$i.out" 2>&1 </dev/null &
  echo $! >"$ROOT/run/hs$i.pid"
}

await_server() {
  local i=$1 p=$2
  for _ in $(seq 240); do
    kill -0 "$(cat "$ROOT/run/hs$i.pid")" 2>/dev/null || { echo "hs$i died:" >&2; tail -5 "$ROOT/run/hs$i.out" >&2; exit 1; }
    (exec 3<>"/dev/tcp/127.0.0.1/${p}008") 2>/dev/null && return
    sleep 0.25
  done
  echo "hs$i does not listen after a minute" >&2
  exit 1
}

mkdir -p "$ROOT/run"
ROOT=$(cd "$ROOT" && pwd)
CHROOT=$ROOT/$SUITE
HOMES=$CHROOT$HOME_IN_CHROOT
install_synapse
make_certificates
for i in $(seq "$COUNT"); do
  write_config "$i" "$(port_prefix "$i")"
  start_server "$i"
done
for i in $(seq "$COUNT"); do
  p=$(port_prefix "$i")
  await_server "$i" "$p"
  echo "server=localhost:${p}448 client=http://127.0.0.1:${p}008 tls_port=${p}448 secret=$SECRET crowd_token=crowd-as-token-hs$i bridge_token=bridge-as-token-hs$i key=$HOMES/hs$i/signing.key log=$HOMES/hs$i/homeserver.log"
done
echo "ca=$HOMES/tls/ca.crt cert=$HOMES/tls/server.crt key=$HOMES/tls/server.p8.key version=$(chroot "$CHROOT" dpkg-query -W -f '${Version}' matrix-synapse)"
