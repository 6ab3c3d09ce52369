#!/usr/bin/env python3
"""KiB of heap that a connection of each service makes `minato serve` hold, by what its client does.

    bench/memory.py [CONNECTIONS [SERVICE...]]    5000 connections, on free ports of 127.0.0.1

The difference of the heap, after a full collection each time (`jcmd PID GC.class_histogram`), between none and so
many connections. A client is idle, has sent half of a request, or sends requests and reads no reply until
its connection takes no more. Needs `ulimit -n` above twice the connections, and the jcmd of a JDK in PATH or JAVA_HOME.
"""
import os, re, resource, socket, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MOST_SENT = 8 * 1024 * 1024  # of one connection, should the server not stop reading
JCMD = os.path.join(os.environ["JAVA_HOME"], "bin/jcmd") if "JAVA_HOME" in os.environ else "jcmd"
LINE = 60_000
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALF = {
    "echo": None,
    "count": None,
    "line": b"x" * LINE,
    "kv": b"SET k " + b"x" * LINE,
    "hello": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 4_000,
}
UNREAD = {
    "echo": b"x" * 65_536,
    "count": None,
    "line": "\u0390".encode() * 30_000 + b"\n",
    "kv": b"GET k\n" * 200,
    "hello": GET * 200,
}


def start(service):
    options = ["--idle-timeout", "10m", "--request-timeout", "10m", "--write-timeout", "10m", "--drain-timeout", "0s"]
    env = dict(os.environ, JAVA_TOOL_OPTIONS=os.environ.get("JAVA_TOOL_OPTIONS", "") + " -Xmx3g")
    server = subprocess.Popen([ROOT + "/minato", "serve", service + "/tcp=127.0.0.1:0"] + options,
                              env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    return server, int(server.stdout.readline().decode().rsplit(":", 1)[1])


def heap(server):
    """Bytes that are alive, once the server has come to rest."""
    before = after = -1
    while before < 0 or abs(after - before) > 0.01 * before:
        time.sleep(1)
        text = subprocess.run([JCMD, str(server.pid), "GC.class_histogram"], capture_output=True, text=True).stdout
        before, after = after, int(re.search(r"^Total +\d+ +(\d+)", text, re.M).group(1))
    return after


def connect(port, count):
    sockets = []
    for _ in range(count):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.setblocking(False)
        sockets.append(client)
    return sockets


def send(sockets, data, endless):
    """Sends to each as much as it takes; all of `data` once, or again and again until none takes more."""
    sent = [0] * len(sockets)
    quiet = 0
    while quiet < 20:
        moved = False
        for at, client in enumerate(sockets):
            while sent[at] < (MOST_SENT if endless else len(data)):
                try:
                    sent[at] += client.send(data[sent[at] % len(data):])
                    moved = True
                except BlockingIOError:
                    break
        quiet = 0 if moved else quiet + 1
        time.sleep(0.1)
        if not endless and sent == [len(data)] * len(sockets):
            return


def measure(service, kind, data, count):
    server, port = start(service)
    try:
        first = connect(port, 1)[0]
        first.setblocking(True)
        if service == "kv":
            for value in (b"v" * LINE, b"w" * LINE):
                first.sendall(b"SET k " + value + b"\n")
                first.recv(10)
        before = heap(server)
        sockets = connect(port, count)
        if data:
            send(sockets, data, kind == "unread")
        if service == "kv" and kind == "unread":
            first.sendall(b"SET k now\n")  # The values of all replies are overwritten.
        each = (heap(server) - before) / count / 1024
        for client in sockets:
            client.close()
        return "%.1f" % each
    finally:
        server.kill()
        server.wait()


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    print("| service | idle | half a request | replies unread |\n|---|---:|---:|---:|")
    for service in sys.argv[2:] or HALF:
        figures = [measure(service, "idle", None, count)]
        for kind, data in (("half", HALF[service]), ("unread", UNREAD[service])):
            figures.append(measure(service, kind, data, count) if data else "–")
        print("| `%s` | %s |" % (service, " | ".join(figures)), flush=True)


main()
