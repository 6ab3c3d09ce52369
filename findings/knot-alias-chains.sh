#!/usr/bin/env bash
# Knot DNS follows five aliases for an answer and leaves it at that: the response is NOERROR, and looks as if the name had no
# address.
#
# Seen with knot 3.2.6-1 (Debian 12), whose zone has c0 → c1 → … → c6 and an address at c6:
#
#   c0.example.test. A   →   status: NOERROR, ANSWER: 5, AUTHORITY: 0: the aliases c0 to c4, no A record, no SOA record
#   c1.example.test. A   →   status: NOERROR, ANSWER: 6: five aliases and the address
#
# No bit says that there is more: not TC, and no authority section makes it a referral. A resolver that knows delegation asks on
# at c5. A forwarder that takes it for a whole answer does not: dnsmasq 2.90 in front of it remembers that c5 has no
# address, and says so of c5 itself. Unbound 1.17 with the same zone (auth-zone) answers with all six and the address.
#
# Needs Debian 12's apt-get, dpkg and bash. All it installs is in a temporary folder; traffic is on the loopback.

set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

packages=(knot=3.2.6-1 libknot13 libzscanner4 libdnssec9 libfstrm0 liblmdb0 liburcu8 libprotobuf-c1 libxdp1 libbpf1 libelf1
    bind9-dnsutils bind9-libs libmaxminddb0 libuv1 libjson-c5 libnghttp2-14 libjemalloc2 dnsmasq-base=2.90-4~deb12u2
    libnetfilter-conntrack3 libnfnetlink0 libnftables1 libnftnl11)
apt-get -q download "${packages[@]}" >apt.log 2>&1 || { cat apt.log; exit 1; }
for package in *.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH=$folder/root/usr/lib/x86_64-linux-gnu PATH=$folder/root/usr/bin:$folder/root/usr/sbin:$PATH

cat >example.test.zone <<'END'
$ORIGIN example.test.
$TTL 3600
@ IN SOA ns1 master 1 7200 900 1209600 60
@ IN NS ns1
ns1 IN A 127.0.0.1
c0 IN CNAME c1
c1 IN CNAME c2
c2 IN CNAME c3
c3 IN CNAME c4
c4 IN CNAME c5
c5 IN CNAME c6
c6 IN A 192.0.2.1
END
cat >knot.conf <<END
server:
    rundir: "$folder"
    listen: [ 127.0.0.1@15353 ]
control:
    listen: "$folder/sock"
database:
    storage: "$folder"
log:
  - target: stderr
    any: error
zone:
  - domain: example.test
    storage: "$folder"
    file: example.test.zone
    zonefile-load: whole
    journal-content: none
END
knotd -c knot.conf &
dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --listen-address=127.0.0.1 --bind-interfaces \
    --port=15354 --server=127.0.0.1#15353 "--user=$(id -un)" --pid-file= --log-facility=/dev/null &

ask() { dig @127.0.0.1 -p "$1" "$2.example.test" A +noall +comments +answer +tries=1 +time=2; }
for _ in {1..100}; do
    ask 15353 c6 | grep -q 192.0.2.1 && ask 15354 c6 | grep -q 192.0.2.1 && break
    sleep 0.1
done

knotd --version
fails() { echo "otherwise: $1"; exit 1; }
ask 15353 c1 | grep -q '192\.0\.2\.1$' || fails "five aliases are not followed"
answer=$(ask 15353 c0)
grep -q 'status: NOERROR' <<<"$answer" || fails "$answer"
grep -q 'flags: qr aa rd; QUERY: 1, ANSWER: 5, AUTHORITY: 0' <<<"$answer" || fails "$answer"
! grep -q 'IN[[:space:]]*A[[:space:]]' <<<"$answer" || fails "$answer"
ask 15353 c5 | grep -q '192\.0\.2\.1$' || fails "c5 has no address"
ask 15354 c0 >/dev/null
! ask 15354 c5 | grep -q '192\.0\.2\.1$' || fails "dnsmasq knows the address of c5"
echo "as described: knot stops after five aliases, and dnsmasq then takes c5 for a name without an address"
