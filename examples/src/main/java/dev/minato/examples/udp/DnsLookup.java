package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.client.UdpAsk;
import dev.minato.codec.LengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;

/// Asks a DNS server for the IPv4 address of a name, over UDP, and if the answer is too long for that over
/// TCP.
///
/// ```
/// $ examples/run DnsLookup example.com 192.0.2.53:53
/// ```
///
/// An answer counts if it comes from the server, has the id of the query, and repeats its question. Whoever
/// forges one has to guess the id and the source port, both of them new each time.
///
/// A server that has more to say than fits cuts its answer at a whole record, and sets the flag TC (RFC
/// 1035, 4.1.1). Such an answer is the reply, and not a stray: asking again over UDP would bring the same.
final class DnsLookup {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEADER = 12;
    private static final int QR = 0x8000;
    private static final int TC = 0x0200;

    static void main(String[] args) throws Exception {
        String name = args.length > 0 ? args[0] : "localhost";
        ByteBuffer answer = ask(args.length > 1 ? args[1] : "127.0.0.1:53", query(name));
        IO.println(address(answer));
    }

    // @start region="ask"
    static ByteBuffer ask(String server, ByteBuffer query) throws NetException {
        ByteBuffer answer = UdpAsk.to(server)
                .attempts(3)
                .backoff(Duration.ofMillis(500), Duration.ofSeconds(2))
                .jitter(RANDOM)
                .ask(query, reply -> isAnswer(reply, query));
        return (answer.getShort(2) & TC) == 0 ? answer : askOverTcp(server, query);
    }

    private static boolean isAnswer(ByteBuffer reply, ByteBuffer query) {
        return reply.remaining() >= query.remaining()
                && reply.getShort(0) == query.getShort(0)
                && (reply.getShort(2) & QR) != 0
                && reply.slice(HEADER, query.limit() - HEADER).equals(query.slice(HEADER, query.limit() - HEADER));
    }
    // @end

    private static ByteBuffer askOverTcp(String server, ByteBuffer query) throws NetException {
        try (var stream = TcpStream.connect(server, Duration.ofSeconds(2));
                var messages = new Framed<>(stream, LengthCodec.ofBytes(2).codec(65_535))) {
            stream.setReadTimeout(Duration.ofSeconds(5));
            messages.write(query.duplicate());
            ByteBuffer answer = messages.read().orElseThrow(() -> damaged("no answer over TCP"));
            if (!isAnswer(answer.slice(), query)) {
                throw damaged("an answer to another query");
            }
            return ByteBuffer.allocate(answer.remaining()).put(answer).flip();
        }
    }

    /// A query for the IPv4 addresses of a name.
    static ByteBuffer query(String name) {
        var query = ByteBuffer.allocate(HEADER + name.length() + 6);
        query.putShort((short) RANDOM.nextInt()).putShort((short) 0x0100).putShort((short) 1);
        query.position(HEADER);
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                query.put((byte) label.length()).put(label.getBytes(US_ASCII));
            }
        }
        return query.put((byte) 0).putShort((short) 1).putShort((short) 1).flip();
    }

    /// The first address in an answer.
    private static String address(ByteBuffer answer) throws NetException {
        try {
            int records = answer.getShort(6);
            skipName(answer.position(HEADER));
            answer.position(answer.position() + 4);
            for (int i = 0; i < records; i++) {
                skipName(answer);
                int type = answer.getShort();
                int length = answer.getShort(answer.position() + 6);
                answer.position(answer.position() + 8);
                if (type == 1 && length == 4) {
                    return "%d.%d.%d.%d".formatted(next(answer), next(answer), next(answer), next(answer));
                }
                answer.position(answer.position() + length);
            }
        } catch (RuntimeException e) {
            throw damaged("its records do not end where they should");
        }
        throw NetException.of(ErrorKind.HOST_NOT_FOUND, "look up", "the answer has no IPv4 address");
    }

    private static int next(ByteBuffer bytes) {
        return Byte.toUnsignedInt(bytes.get());
    }

    /// A name ends with an empty label, or goes on elsewhere (RFC 1035, 4.1.4).
    private static void skipName(ByteBuffer bytes) {
        int label = next(bytes);
        while (label != 0) {
            if (label >= 0xC0) {
                int _ = next(bytes);
                return;
            }
            bytes.position(bytes.position() + label);
            label = next(bytes);
        }
    }

    private static NetException damaged(String detail) {
        return NetException.of(ErrorKind.INVALID_DATA, "read answer", detail);
    }

    private DnsLookup() {}
}
