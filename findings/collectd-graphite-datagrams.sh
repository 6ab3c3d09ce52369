#!/usr/bin/env bash
# collectd's Graphite lines end with CR LF over UDP, too, and a value that it does not have is sent as `nan`.
#
# Seen with collectd 5.12.0-14 (Debian 12), write_graphite with Protocol "udp":
#
#   example.uptime.uptime 1234 1767225600 CR LF
#   example.table-t.gauge-broken nan 1767225600 CR LF
#
# Graphite's plaintext protocol ends lines with LF, and its documentation shows numbers only. A reader that splits at LF and
# parses the time stamp strictly refuses each line for its CR; one that adds values up is poisoned by the first `nan`.
# Several lines share a datagram, and the last one has its end, too.
#
# Needs Debian 12's apt-get, dpkg and python3. All it installs is in a temporary folder; traffic is on the loopback.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q download collectd-core=5.12.0-14 >apt.log 2>&1 || { cat apt.log; exit 1; }
dpkg -x collectd-core*.deb root

cat >receive.py <<'END'
import socket, subprocess, sys, time

folder = sys.argv[1]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
s.settimeout(30)
with open("values", "w") as values:
    values.write("nan\n")
with open("collectd.conf", "w") as conf:
    conf.write("""
Hostname "example"
Interval 1
BaseDir "%(folder)s"
PIDFile "%(folder)s/pid"
PluginDir "%(folder)s/root/usr/lib/collectd"
TypesDB "%(folder)s/root/usr/share/collectd/types.db"
LoadPlugin write_graphite
LoadPlugin uptime
LoadPlugin table
<Plugin table>
  <Table "%(folder)s/values">
    Instance "t"
    Separator " "
    <Result>
      Type gauge
      InstancePrefix "broken"
      ValuesFrom 0
    </Result>
  </Table>
</Plugin>
<Plugin write_graphite>
  <Node "it">
    Host "127.0.0.1"
    Port "%(port)d"
    Protocol "udp"
  </Node>
</Plugin>
""" % {"folder": folder, "port": s.getsockname()[1]})
daemon = subprocess.Popen(["root/usr/sbin/collectd", "-f", "-C", folder + "/collectd.conf"])
try:
    lines = b""
    end = time.monotonic() + 30
    while not (b"uptime" in lines and b" nan " in lines) and time.monotonic() < end:
        datagram = s.recv(65535)
        if not datagram.endswith(b"\r\n"):
            sys.exit("a datagram without the end of its last line: %r" % datagram)
        lines += datagram
    for line in lines.splitlines(True):
        print(line)
        if not line.endswith(b"\r\n"):
            sys.exit("another line end than described")
    sys.exit(0 if b" nan " in lines else "no nan")
finally:
    daemon.terminate()
    daemon.wait()
END
python3 receive.py "$folder"
