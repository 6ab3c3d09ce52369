#!/usr/bin/env bash
# DatagramChannel: after a refusal and a disconnect, the next send says that it has sent, and sends nothing.
#
# Seen with Temurin 25 on Linux 6.18:
#
#   channel.connect(a port where nobody listens); channel.write(1 byte); channel.disconnect();
#   channel.send(4 bytes, peer)    returns 4, and the peer gets nothing
#   channel.send(4 bytes, peer)    returns 4, and the peer gets it
#
# The kernel notes the ICMP error of the write for the socket, and the next sendto(2) fails with it, once
# (ECONNREFUSED). A channel without a peer takes that for a send. A receive in between clears it.
#
# Needs a JDK 21 or later as `java`, or in JAVA_HOME. Traffic is on the loopback.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >Refused.java <<'JAVA'
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

class Refused {
    static DatagramChannel open() throws Exception {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    public static void main(String[] args) throws Exception {
        SocketAddress nobody;
        try (var closed = open()) {
            nobody = closed.getLocalAddress();
        }
        try (var peer = open(); var channel = open()) {
            peer.configureBlocking(false);
            channel.connect(nobody);
            channel.write(ByteBuffer.allocate(1));
            channel.disconnect();
            int first = channel.send(ByteBuffer.allocate(4), peer.getLocalAddress());
            boolean came = peer.receive(ByteBuffer.allocate(9)) != null;
            System.out.println("first send: " + first + ", received: " + came);
            int second = channel.send(ByteBuffer.allocate(4), peer.getLocalAddress());
            boolean secondCame = peer.receive(ByteBuffer.allocate(9)) != null;
            System.out.println("second send: " + second + ", received: " + secondCame);
            System.exit(first == 4 && !came && second == 4 && secondCame ? 0 : 1);
        }
    }
}
JAVA
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -version
"$java" Refused.java
