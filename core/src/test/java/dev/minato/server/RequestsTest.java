package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.OneShot;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests and replies: in order, pipelined, gathered, refused, and ended by either side.
@Timeout(60)
class RequestsTest {
    private static void shout(String line, Session<String, String> session) throws NetException {
        if (line.equals("quit")) {
            session.write("bye");
            session.end();
        } else {
            session.write(line.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void eachIsAnsweredInOrder() throws Exception {
        try (var kit = Kit.ofLines(RequestsTest::shout, _ -> {});
                var peer = kit.connect()) {
            peer.send("one\ntwo\nth");
            assertThat(peer.receive(8)).isEqualTo("ONE\nTWO\n");
            peer.send("ree\n");
            assertThat(peer.receive(6)).isEqualTo("THREE\n");
            peer.finish();
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.FINISHED, 1);
            assertThat(kit.ends().element().bytesIn()).isEqualTo(14);
            assertThat(kit.ends().element().bytesOut()).isEqualTo(14);
        }
    }

    /// Twice what the output holds, which the peer reads only once it has sent everything.
    @Test
    void thousandsMayBePipelined() throws Exception {
        int count = 20_000;
        try (var kit = Kit.ofLines(RequestsTest::shout, _ -> {});
                var peer = kit.connect()) {
            peer.send("abcdefg\n".repeat(count));
            peer.finish();
            assertThat(peer.receive(8 * count)).isEqualTo("ABCDEFG\n".repeat(count));
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    /// What comes after the last request would have the close send a reset, which destroys the last reply.
    @Test
    void theLastReplyArrivesThoughThePeerGoesOnSending() throws Exception {
        try (var kit = Kit.ofLines(RequestsTest::shout, _ -> {});
                var peer = kit.connect()) {
            peer.send("quit\n" + "more\n".repeat(20_000));
            assertThat(peer.receive(4)).isEqualTo("bye\n");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.FINISHED, 1);
        }
    }

    @Test
    void aRefusedRequestEndsTheConnectionByDefault() throws Exception {
        try (var kit = Kit.ofLines(RequestsTest::shout, _ -> {});
                var peer = kit.connect()) {
            peer.send("good\n" + "x".repeat(200) + "\n");
            assertThat(peer.receive(5)).isEqualTo("GOOD\n");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.BAD_MESSAGE, 1);
            assertThat(kit.ends().element().failure().orElseThrow())
                    .isInstanceOfSatisfying(
                            NetException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.MESSAGE_TOO_LONG));
        }
    }

    @Test
    void aHandlerMayAnswerARefusedRequestAndGoOn() throws Exception {
        var patient = new RequestHandler<String, String>() {
            @Override
            public void handle(String line, Session<String, String> session) throws NetException {
                shout(line, session);
            }

            @Override
            public void refuse(NetException failure, Session<String, String> session) throws NetException {
                session.write("ERR " + failure.kind());
            }
        };
        try (var kit = Kit.ofLines(patient, _ -> {});
                var peer = kit.connect()) {
            peer.send("x".repeat(200) + "\ngood\n");
            assertThat(peer.receive(26)).isEqualTo("ERR message too long\nGOOD\n");
        }
    }

    @Test
    void oneRequestMayHaveManyRepliesOrNone() throws Exception {
        RequestHandler<String, String> counting = (line, session) -> {
            for (int i = 1; i <= Integer.parseInt(line); i++) {
                session.write(Integer.toString(i));
            }
        };
        try (var kit = Kit.ofLines(counting, _ -> {});
                var peer = kit.connect()) {
            peer.send("0\n3\n");
            assertThat(peer.receive(6)).isEqualTo("1\n2\n3\n");
        }
    }

    /// Beyond the limit of queued output replies are sent, whether the handler comes back or not.
    @Test
    void noMoreIsQueuedThanTheLimitAllows() throws Exception {
        var goOn = new OneShot<String>();
        RequestHandler<String, String> slow = (line, session) -> {
            session.write(line);
            session.write("more");
            session.write(goOn.receive());
        };
        try (var kit = Kit.ofLines(slow, builder -> builder.maxQueuedOutput(6));
                var peer = kit.connect()) {
            peer.send("first\n");
            assertThat(peer.receive(6)).isEqualTo("first\n");
            assertThat(goOn.send("last")).isTrue();
            assertThat(peer.receive(10)).isEqualTo("more\nlast\n");
        }
    }

    @Test
    void aSessionOfItsOwnIsALoopOverItsMessages() throws Exception {
        Queue<String> read = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                for (var line = session.read(); line.isPresent(); line = session.read()) {
                    read.add(line.get());
                }
                session.write("that was " + read.size());
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            peer.send("one\ntwo");
            peer.finish();
            assertThat(peer.receive(100)).isEqualTo("that was 2\n");
            assertThat(read).containsExactly("one", "two");
        }
    }

    @Test
    void aSessionGoesOnWithAnotherCodec() throws Exception {
        ConnectionHandler handler = connection -> {
            var first = new Session<>(connection, LineCodec.utf8(100));
            first.write("hello " + first.read().orElseThrow());
            var bytes = LineCodec.bytes(10).crlf();
            try (var second = first.switchTo(bytes, bytes)) {
                second.write(second.read().orElseThrow());
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            peer.send("you\nabc\r\n");
            assertThat(peer.receive(100)).isEqualTo("hello you\nabc\r\n");
        }
    }
}
