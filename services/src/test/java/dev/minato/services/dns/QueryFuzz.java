package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Message;

/// Whatever comes to the forwarder, it has one result; every reply is a message with the query's id that is
/// hardly longer than the query was, and what is taken is a query that others read in the same way.
class QueryFuzz {
    private static final byte[] TAIL = {1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 'a', 4, 't', 'e', 's', 't', 0, 0, 1, 0, 1};

    @FuzzTest
    void everyMessageHasItsAnswer(byte[] data) throws IOException {
        check(data);
        // The same bytes behind a question, where they are records, and as bytes of one.
        check(joined(new byte[] {7, 7}, TAIL, data));
        byte[] opt = Arrays.copyOf(new byte[] {0, 0, 41}, 11);
        System.arraycopy(data, 0, opt, 3, Math.min(8, data.length));
        check(joined(new byte[] {7, 7}, TAIL, opt));
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static void check(byte[] data) throws IOException {
        var around = ByteBuffer.allocate(data.length + 6);
        around.put(3, data).position(3).limit(3 + data.length);
        Optional<byte[]> reply = reply(around);
        assertThat(around.position()).isEqualTo(3);
        if (reply.isPresent()) {
            var message = new Message(reply.get());
            assertThat(reply.get()).hasSizeLessThanOrEqualTo(data.length + Reply.OPT_LENGTH);
            assertThat(reply.get()).startsWith(data[0], data[1]);
            assertThat(reply.get()[2]).isNegative();
            assertThat(message.getHeader().getCount(1)).isZero();
        }
    }

    private static Optional<byte[]> reply(ByteBuffer message) throws IOException {
        var output = ByteBuffer.allocate(DnsForwarder.ROOM);
        switch (QueryCheck.of(message)) {
            case QueryCheck.Taken(Query query) -> {
                Reply.failure(query, output);
                checkTaken(message, query);
            }
            case QueryCheck.Failed failed -> Reply.error(message, failed, output);
            case QueryCheck.Ignored _ -> {
                return Optional.empty();
            }
        }
        return Optional.of(Arrays.copyOf(output.array(), output.limit()));
    }

    /// dnsjava reads the same question; it refuses some records that are no business of ours.
    private static void checkTaken(ByteBuffer message, Query query) throws IOException {
        var question = ByteBuffer.allocate(12 + query.question().length());
        question.put(0, message, message.position(), 12).putInt(6, 0).putShort(10, (short) 0);
        question.put(12, message, message.position() + 12, query.question().length());
        var read = new Message(question.array()).getQuestion();
        assertThat(read.getType()).isEqualTo(query.question().type());
        assertThat(read.getDClass()).isEqualTo(1);
        assertThat(query.maxDatagram()).isBetween(512, 1232);
    }
}
