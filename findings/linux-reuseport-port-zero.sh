#!/usr/bin/env bash
# With SO_REUSEPORT, a bind to port 0 may get a port that another socket of the same user has.
#
# Seen with Linux 6.18, UDP, in a network that has ten ports to choose from:
#
#   ten binds to 127.0.0.1:0, each with SO_REUSEPORT    fewer than ten ports
#   ten binds to 127.0.0.1:0, without                   ten ports
#
# Two programs that ask for "any port", and for several sockets on it, may so get one and the same, and take each
# other's datagrams; nothing fails. bind(2), socket(7) and ip(7) say of port 0 that the kernel chooses a free one.
#
# Needs root (a network namespace), iproute2 and python3. Traffic is on the loopback of the namespace.

set -euo pipefail
uname -r
unshare --net python3 - <<'PYTHON'
import socket, subprocess, sys

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
with open("/proc/sys/net/ipv4/ip_local_port_range", "w") as range_:
    range_.write("40000 40009")

def ports(reuse):
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(10)]
    for s in sockets:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, reuse)
        s.bind(("127.0.0.1", 0))
    chosen = sorted(s.getsockname()[1] for s in sockets)
    for s in sockets:
        s.close()
    return chosen

shared = min((ports(1) for _ in range(5)), key=lambda chosen: len(set(chosen)))
alone = ports(0)
print("with SO_REUSEPORT:", *shared)
print("without:          ", *alone)
sys.exit(0 if len(set(shared)) < 10 and len(set(alone)) == 10 else 1)
PYTHON
