package dev.minato.services.dns;

import dev.minato.services.BoundService;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A client of the service `dns`, over UDP with one port, and over TCP with one connection. Whatever it
/// waits for fails after 20 s.
final class Asker implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MAX = 65_535;

    private final InetSocketAddress udp;
    private final InetSocketAddress tcp;
    private final DatagramSocket socket;
    private final Socket connection = new Socket();

    Asker(Server server) throws IOException {
        udp = address(server, Protocol.UDP);
        tcp = address(server, Protocol.TCP);
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static InetSocketAddress address(Server server, Protocol protocol) {
        return server.boundServices().stream()
                .filter(bound -> bound.protocol() == protocol)
                .map(BoundService::address)
                .findFirst()
                .orElseThrow()
                .toInetSocketAddress();
    }

    /// A query with RD set, and no EDNS.
    static Message query(String name, int type) {
        try {
            var message = new Message();
            message.getHeader().setFlag(Flags.RD);
            message.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Message query(String name) {
        return query(name, Type.A);
    }

    /// A query with an OPT record.
    static Message query(String name, int type, int size, boolean dnssecOk) {
        Message message = query(name, type);
        message.addRecord(new OPTRecord(size, 0, 0, dnssecOk ? ExtendedFlags.DO : 0), Section.ADDITIONAL);
        return message;
    }

    Asker send(Message query) throws IOException {
        return send(query.toWire());
    }

    Asker send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, udp));
        return this;
    }

    byte[] receiveBytes() throws IOException {
        var packet = new DatagramPacket(new byte[MAX], MAX);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    Message receive() throws IOException {
        return new Message(receiveBytes());
    }

    Message ask(Message query) throws IOException {
        return send(query).receive();
    }

    private Socket connection() throws IOException {
        if (!connection.isConnected()) {
            connection.connect(tcp);
            connection.setSoTimeout(PATIENCE_MILLIS);
        }
        return connection;
    }

    /// Connects over TCP, and says nothing yet.
    void connect() throws IOException {
        boolean _ = connection().isConnected();
    }

    /// Sends messages with one write, each with its length in front.
    Asker sendTcp(Message... queries) throws IOException {
        var bytes = ByteBuffer.allocate(MAX);
        for (Message query : queries) {
            byte[] wire = query.toWire();
            bytes.putShort((short) wire.length).put(wire);
        }
        return sendTcp(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    Asker sendTcp(byte[] bytes) throws IOException {
        connection().getOutputStream().write(bytes);
        return this;
    }

    Asker endTcp() throws IOException {
        connection().shutdownOutput();
        return this;
    }

    Message receiveTcp() throws IOException {
        var input = new DataInputStream(connection().getInputStream());
        return new Message(input.readNBytes(input.readUnsignedShort()));
    }

    /// The rest of the connection; empty if it has ended in order.
    byte[] restTcp() throws IOException {
        return connection().getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        connection.close();
    }
}
