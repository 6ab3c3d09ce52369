#!/usr/bin/env bash
# logger puts the count of RFC 6587 in front of a datagram, too.
#
# Seen with logger of bsdutils 2.38.1-5+deb12u3 (util-linux, Debian 12):
#
#   logger --udp --octet-count --rfc5424=notime,nohost,notq ... hello    25 <13>1 - - app - - - hello
#   logger --udp --rfc5424=notime,nohost,notq ... hello                     <13>1 - - app - - - hello
#
# The count is framing for a stream (RFC 6587, 3.4.1); a datagram has its own length, and RFC 5426 gives it one message and
# nothing else. A receiver that takes what comes over UDP as a message sees one that does not begin with `<`, and rsyslog
# logs it with a default priority. Take the digits and the space off if they count exactly what follows.
#
# Needs Debian 12's apt-get, dpkg and python3. All it installs is in a temporary folder; traffic is on the loopback.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get -q download bsdutils=1:2.38.1-5+deb12u3 >apt.log 2>&1 || { cat apt.log; exit 1; }
dpkg -x bsdutils*.deb root

cat >receive.py <<'END'
import socket, subprocess, sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
s.settimeout(30)
command = ["root/usr/bin/logger", "--server", "127.0.0.1", "--port", str(s.getsockname()[1]), "--udp",
           "--rfc5424=notime,nohost,notq", "--tag", "app"]

def sent(*options):
    subprocess.run(command + list(options) + ["hello"], check=True)
    datagram = s.recv(4096)
    print(" ".join(options) or "(none)", datagram)
    return datagram

plain = sent()
counted = sent("--octet-count")
digits, rest = counted.split(b" ", 1)
sys.exit(0 if plain.startswith(b"<") and digits.isdigit() and int(digits) == len(rest) and rest.startswith(b"<")
         else "another behaviour than described")
END
python3 receive.py
