package dev.minato.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;

/// Asks a reader for this and that, and works out what it must say from all the bytes at once.
///
/// Every call is made again after a timeout, which comes as often as the stream likes: that shows that a
/// timeout loses nothing.
final class BufferedSourceModel {
    private static final int MAX_SIZE = 40;
    private static final String TOO_LONG = "!MESSAGE_TOO_LONG";

    private final byte[] content;
    private final IntUnaryOperator below;
    private final FickleStream source;
    private final BufferedSource reader;
    private int position;

    /// After so many steps that took nothing, such as one array that is too long again and again, a line is read.
    private static final int MAX_IDLE = 100;

    /// The delimiter up to which a record that was too long is still to be skipped.
    private Optional<Byte> skipTo = Optional.empty();

    private BufferedSourceModel(byte[] content, IntUnaryOperator below) {
        this.content = content;
        this.below = below;
        this.source = new FickleStream(content, () -> below.applyAsInt(8));
        this.reader = BufferedSource.of(source.stream(), 1 + below.applyAsInt(20));
    }

    /// Reads all of `content`; `below` decides everything, and gives a number from 0 to before its argument.
    static void check(byte[] content, IntUnaryOperator below) throws Exception {
        new BufferedSourceModel(content, below).run();
    }

    private void run() throws Exception {
        int idle = 0;
        while (position < content.length) {
            int before = position;
            if (idle < MAX_IDLE) {
                step();
            } else {
                checkLine(MAX_SIZE);
            }
            idle = position == before ? idle + 1 : 0;
            assertThat(source.given - reader.buffered().remaining()).isEqualTo(position);
        }
        assertThat(retried(() -> reader.readLine(1))).isEmpty();
        assertThat(retried(() -> reader.read(ByteBuffer.allocate(1)))).isEqualTo(-1);
        assertThat(source.largestRoom).isLessThanOrEqualTo(MAX_SIZE + 2);
    }

    private void step() throws Exception {
        int count = below.applyAsInt(MAX_SIZE);
        switch (below.applyAsInt(9)) {
            case 0, 1, 2 -> checkLine(1 + count);
            case 3 -> checkRecord((byte) "\n\0,".charAt(below.applyAsInt(3)), 1 + count);
            case 4 -> checkRead(count);
            case 5 -> checkExactArray(count);
            case 6 -> checkExactBuffer(count);
            case 7 -> checkView(count);
            default -> checkNumber();
        }
    }

    private void checkLine(int max) throws Exception {
        skipIfNeeded();
        int start = position;
        String expected = expectedLine(start, max);
        String found = retried(() ->
                outcome(() -> reader.readLine(max).map(line -> "<" + line + ">").orElse("end")));
        assertThat(found).isEqualTo(expected);
        pass(start, (byte) '\n', found);
    }

    private String expectedLine(int start, int max) {
        int newline = indexOf((byte) '\n', start);
        int end = newline > start && content[newline - 1] == '\r' ? newline - 1 : newline;
        end = newline < 0 ? content.length : end;
        if (start == content.length) {
            return "end";
        }
        if (end - start > max) {
            return TOO_LONG;
        }
        byte[] line = Arrays.copyOfRange(content, start, end);
        var text = new String(line, UTF_8);
        return Arrays.equals(text.getBytes(UTF_8), line) ? "<" + text + ">" : "!INVALID_DATA";
    }

    private void checkRecord(byte delimiter, int max) throws Exception {
        skipIfNeeded();
        int start = position;
        int at = indexOf(delimiter, start);
        int end = at < 0 ? content.length : at;
        String expected = end - start > max ? TOO_LONG : latin1(start, at < 0 ? end : at + 1);
        String found = retried(() -> outcome(() -> reader.readUntil(delimiter, max)
                .map(bytes -> new String(bytes, ISO_8859_1))
                .orElse("")));
        assertThat(found).isEqualTo(expected);
        pass(start, delimiter, found);
    }

    /// How much of a record that is too long was consumed is the reader's affair, as long as it is not more.
    private void pass(int start, byte delimiter, String found) {
        int at = indexOf(delimiter, start);
        int next = at < 0 ? content.length : at + 1;
        if (!found.equals(TOO_LONG)) {
            position = next;
            return;
        }
        position = source.given - reader.buffered().remaining();
        assertThat(position).isBetween(start + 1, next);
        skipTo = position == next ? Optional.empty() : Optional.of(delimiter);
    }

    /// A reader whose skipping comes to the end of the stream says "end", as it does at the end itself.
    private void skipIfNeeded() {
        if (skipTo.isPresent()) {
            int at = indexOf(skipTo.get(), position);
            position = at < 0 ? content.length : at + 1;
            skipTo = Optional.empty();
        }
    }

    private void checkRead(int count) throws Exception {
        skipTo = Optional.empty();
        var into = ByteBuffer.allocate(count);
        int read = retried(() -> reader.read(into));
        assertThat(read).isEqualTo(into.position()).isBetween(Math.min(count, 1), count);
        assertBytes(into.flip());
    }

    private void checkExactArray(int count) throws Exception {
        skipTo = Optional.empty();
        var bytes = new byte[count];
        if (count > content.length - position) {
            assertThat(retried(() -> outcome(() -> {
                        reader.readExact(bytes);
                        return "";
                    })))
                    .isEqualTo("!UNEXPECTED_EOF");
            assertThat(reader.buffered().remaining()).isEqualTo(content.length - position);
        } else {
            retried(() -> {
                reader.readExact(bytes);
                return bytes;
            });
            assertBytes(ByteBuffer.wrap(bytes));
        }
    }

    private void checkExactBuffer(int count) throws Exception {
        skipTo = Optional.empty();
        var into = ByteBuffer.allocate(count);
        String outcome = retried(() -> outcome(() -> {
            reader.readExact(into);
            return "";
        }));
        assertThat(outcome).isEqualTo(count > content.length - position ? "!UNEXPECTED_EOF" : "");
        assertThat(into.position()).isEqualTo(Math.min(count, content.length - position));
        assertBytes(into.flip());
    }

    private void checkView(int count) throws Exception {
        skipTo = Optional.empty();
        ByteBuffer view = retried(reader::fillBuf);
        assertThat(view.hasRemaining()).isTrue();
        int taken = Math.min(count, view.remaining());
        view.limit(view.position() + taken);
        assertBytes(view);
        reader.consume(taken);
    }

    private void checkNumber() throws Exception {
        skipTo = Optional.empty();
        var order = below.applyAsInt(2) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        if (content.length - position < 4) {
            checkExactArray(4);
            checkExactArray(content.length - position);
            return;
        }
        int expected = ByteBuffer.wrap(content, position, 4).order(order).getInt();
        assertThat(retried(() -> reader.readInt(order))).isEqualTo(expected);
        position += 4;
    }

    private void assertBytes(ByteBuffer bytes) {
        int count = bytes.remaining();
        assertThat(bytes).isEqualTo(ByteBuffer.wrap(content, position, count));
        position += count;
    }

    private int indexOf(byte wanted, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private String latin1(int from, int to) {
        return new String(content, from, to - from, ISO_8859_1);
    }

    private static String outcome(Callable<String> call) throws Exception {
        try {
            return call.call();
        } catch (NetException e) {
            if (e.kind() == ErrorKind.TIMED_OUT) {
                throw e;
            }
            return "!" + e.kind().name();
        }
    }

    private static <T> T retried(Callable<T> call) throws Exception {
        while (true) {
            try {
                return call.call();
            } catch (NetException e) {
                if (e.kind() != ErrorKind.TIMED_OUT) {
                    throw e;
                }
            }
        }
    }
}
