#!/usr/bin/env bash
# rsyslog counts a line feed that only one of its built-in templates has.
#
# Seen with rsyslog 8.2302.0-1+deb12u2 (Debian 12), omfwd with TCP_Framing="octet-counted" (RFC 6587, 3.4.1):
#
#   RSYSLOG_SyslogProtocol23Format      53 <13>1 2026-01-01T00:00:00Z example app - - - hello 3 LF
#   RSYSLOG_TraditionalForwardFormat    39 <13>Jan  1 00:00:00 example app hello 3
#
# The template for RFC 5424 ends with LF, which is for the framing without a count (3.4.2). With a count it stays:
# the 53 counts it, and the receiver's message ends with a line feed that is no part of what was logged. The
# template for RFC 3164 has none. So a receiver of counted messages must expect both, and take one LF off the end
# before it compares, stores or signs a message.
#
# Needs Debian 12's apt-get, dpkg and python3. All it installs is in a temporary folder; traffic is on the loopback.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q download rsyslog=8.2302.0-1+deb12u2 libestr0=0.1.11-1 libfastjson4=1.2304.0-1 liblognorm5=2.0.6-4 >apt.log 2>&1 ||
    { cat apt.log; exit 1; }
for package in *.deb; do
    dpkg -x "$package" root
done
libraries=$(dirname "$(find "$folder/root" -name 'libestr.so.0')")

cat >receive.py <<'END'
import os, socket, subprocess, sys, time

def listener():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen()
    s.settimeout(30)
    return s

folder, libraries = sys.argv[1:]
templates = {"RSYSLOG_SyslogProtocol23Format": listener(), "RSYSLOG_TraditionalForwardFormat": listener()}
free = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
free.bind(("127.0.0.1", 0))
port = free.getsockname()[1]
free.close()
with open("rsyslog.conf", "w") as conf:
    conf.write('global(workDirectory="%s" localHostname="example")\n' % folder)
    conf.write('module(load="imudp")\ninput(type="imudp" address="127.0.0.1" port="%d")\n' % port)
    for name, s in templates.items():
        conf.write('action(type="omfwd" target="127.0.0.1" port="%d" protocol="tcp" TCP_Framing="octet-counted"'
                   ' template="%s")\n' % (s.getsockname()[1], name))
daemon = subprocess.Popen(
    ["root/usr/sbin/rsyslogd", "-n", "-f", folder + "/rsyslog.conf", "-i", folder + "/pid", "-M", libraries + "/rsyslog"],
    env=dict(os.environ, LD_LIBRARY_PATH=libraries))
try:
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    connected = {}
    for name, s in templates.items():
        while name not in connected:
            # It connects when it has a message to send; earlier ones may be lost, since UDP is.
            sender.sendto(b"<13>1 2026-01-01T00:00:00Z example app - - - hello", ("127.0.0.1", port))
            s.settimeout(0.5)
            try:
                connected[name] = s.accept()[0]
            except TimeoutError:
                if daemon.poll() is not None:
                    sys.exit("rsyslogd ended")
    failed = False
    for name, c in connected.items():
        c.settimeout(30)
        data = b""
        while b" " not in data or len(data) < int(data.split(b" ")[0]) + data.index(b" ") + 1:
            data += c.recv(4096)
        digits, rest = data.split(b" ", 1)
        message = rest[:int(digits)]
        print(name, digits.decode(), message)
        failed |= message.endswith(b"\n") != (name == "RSYSLOG_SyslogProtocol23Format")
    sys.exit("another behaviour than described" if failed else 0)
finally:
    daemon.terminate()
    daemon.wait()
END
python3 receive.py "$folder" "$libraries"
