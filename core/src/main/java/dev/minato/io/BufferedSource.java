package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/// A buffered reader of a source: lines, integers, so many bytes, out of few large reads.
///
/// {@snippet file="dev/minato/examples/io/LineReader.java" region="lines"}
///
/// **End of stream** is -1, or an empty `Optional`, or, where more had to come, `UNEXPECTED_EOF`.
///
/// **After a timeout, an interrupt or any other failure of the stream nothing is lost**: what had come stays
/// in the buffer, and the same call (or another) can be made again and goes on where it was. So a line may be
/// waited for in turns of a second. Only [#readExact(ByteBuffer)] hands out bytes before it is done, and the
/// buffer's position tells how many. (In Tokio a `read_line` that was cancelled has lost what it had.)
///
/// **Memory**: one buffer of the capacity, allocated at the first read. It grows for a line, a record or an
/// array that is longer, with what comes and at most to that call's limit, and shrinks once all of that is
/// consumed. Reading allocates nothing in steady state, except the strings and arrays that are given out.
///
/// **Kinds** that any call may fail with are those of [ByteSource#read]; the stream's read timeout applies.
/// Every failure of a read names the stream's peer, as those of the stream do. For one thread at a time;
/// another may write to the stream meanwhile. Follows `std::io::BufReader`.
public final class BufferedSource implements AutoCloseable {
    /// The capacity unless another is asked for: 8 KiB.
    public static final int DEFAULT_CAPACITY = 8 * 1024;

    private static final char REPLACEMENT = '\ufffd';

    private final ByteSource source;
    private final Unread unread;
    private final Records records;

    /// The source, and what was read from it and not consumed.
    ///
    /// @param source where the rest comes from
    /// @param unread what has to be taken first, from its position to its limit
    public record Parts(ByteSource source, ByteBuffer unread) {
        /// Both of them.
        public Parts {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(unread, "unread");
        }
    }

    private BufferedSource(ByteSource source, int capacity) {
        this.source = source;
        this.unread = new Unread(source, capacity);
        this.records = new Records(unread);
    }

    /// A reader of `source`, which nothing else should read from meanwhile: a stream, or the reading half of
    /// one.
    public static BufferedSource of(ByteSource source) {
        return of(source, DEFAULT_CAPACITY);
    }

    /// A reader with a buffer of `capacity` bytes.
    ///
    /// @throws IllegalArgumentException if the capacity is less than 1
    public static BufferedSource of(ByteSource source, int capacity) {
        Objects.requireNonNull(source, "source");
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        return new BufferedSource(source, capacity);
    }

    /// The unread bytes, after waiting for some if there are none; nothing remains in it at the end of the
    /// stream.
    ///
    /// The buffer is a view, valid until the next call and for reading only; moving its position consumes
    /// nothing, [#consume] does. Any part of it may be consumed. One and the same object is returned again
    /// and again.
    public ByteBuffer fillBuf() throws NetException {
        records.stopSkipping();
        if (unread.count() == 0) {
            unread.fill(1);
        }
        return unread.view();
    }

    /// The unread bytes that are there without asking the stream, maybe none; a view as [#fillBuf()] gives
    /// it.
    public ByteBuffer buffered() {
        return unread.view();
    }

    /// Marks the first `count` unread bytes as read.
    ///
    /// @throws IndexOutOfBoundsException if `count` is negative or more than [#buffered()] has
    public void consume(int count) {
        if (count < 0 || count > unread.count()) {
            throw new IndexOutOfBoundsException(count + " of " + unread.count() + " unread bytes");
        }
        records.stopSkipping();
        unread.consume(count);
    }

    /// Reads some bytes: what is in the buffer if there is anything, else what the stream gives. A buffer
    /// that is no smaller than the capacity is filled straight from the stream.
    ///
    /// @return how many, at least 1; 0 if `into` has no room; -1 at the end of the stream
    public int read(ByteBuffer into) throws NetException {
        Objects.requireNonNull(into, "into");
        records.stopSkipping();
        if (!into.hasRemaining()) {
            return 0;
        }
        if (unread.count() == 0) {
            if (into.remaining() >= unread.capacity()) {
                return unread.source().read(into);
            }
            if (unread.fill(1) == -1) {
                return -1;
            }
        }
        int count = Math.min(into.remaining(), unread.count());
        into.put(into.position(), unread.buffer(), unread.buffer().position(), count);
        into.position(into.position() + count);
        unread.consume(count);
        return count;
    }

    /// Reads some bytes into the array; as [#read(ByteBuffer)].
    ///
    /// @throws IndexOutOfBoundsException if the range is not in the array
    public int read(byte[] bytes, int offset, int length) throws NetException {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    /// Fills the buffer; returns at once if it has no room. When it fails, the buffer's position says how
    /// much was read.
    ///
    /// `UNEXPECTED_EOF` if the stream ends before; what had come is in the buffer.
    public void readExact(ByteBuffer into) throws NetException {
        Objects.requireNonNull(into, "into");
        records.stopSkipping();
        int wanted = into.remaining();
        while (into.hasRemaining()) {
            if (read(into) == -1) {
                throw unexpectedEnd(wanted - into.remaining(), wanted);
            }
        }
    }

    /// Fills the array, or takes nothing: after any failure what had come is still unread. For that the
    /// buffer grows up to the length of the array; [#readExact(ByteBuffer)] does with less.
    ///
    /// `UNEXPECTED_EOF` if the stream ends before.
    public void readExact(byte[] bytes) throws NetException {
        Objects.requireNonNull(bytes, "bytes");
        need(bytes.length);
        unread.buffer().get(bytes);
    }

    /// Passes over some bytes, at most `count`; as a read into nowhere.
    ///
    /// @return how many, at least 1; 0 if `count` is 0; -1 at the end of the stream
    /// @throws IllegalArgumentException if `count` is negative
    public long skip(long count) throws NetException {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0, not " + count);
        }
        if (count == 0) {
            records.stopSkipping();
            return 0;
        }
        int there = fillBuf().remaining();
        int skipped = (int) Math.min(there, count);
        consume(skipped);
        return there == 0 ? -1 : skipped;
    }

    /// Reads a line of UTF-8, without its end; empty at the end of the stream.
    ///
    /// The rules are those of `LineCodec`: a line ends with LF or CR LF; a CR anywhere else is part of it;
    /// what is left at the end of the stream is a line, too. `max` counts bytes without the LF or CR LF.
    ///
    /// - `INVALID_DATA`: the line is not UTF-8. It is consumed, and nothing else; the next call reads the
    ///   next
    ///   line.
    /// - `MESSAGE_TOO_LONG`: the line is longer than `max`, thrown as soon as that is certain, without
    ///   waiting
    ///   for its end. What had come of it is consumed. The rest is dropped, unseen, by the next `readLine` or
    ///   [#readUntil], which then go on behind it; any other call takes the rest as it comes, and ends that.
    ///
    /// @throws IllegalArgumentException if `max` is not from 1 to 1 GiB
    public Optional<String> readLine(int max) throws NetException {
        return records.nextLine(max) ? Optional.of(text()) : Optional.empty();
    }

    /// Reads up to and including the first `delimiter`; empty at the end of the stream. What is left at the
    /// end of the stream comes without a delimiter, by which it can be told.
    ///
    /// `max` counts bytes without the delimiter. `MESSAGE_TOO_LONG` as [#readLine] has it.
    ///
    /// @param delimiter a byte
    /// @throws IllegalArgumentException if `max` is not from 1 to 1 GiB
    public Optional<byte[]> readUntil(byte delimiter, int max) throws NetException {
        if (!records.next(delimiter, max)) {
            return Optional.empty();
        }
        int next = unread.buffer().position();
        return Optional.of(Arrays.copyOfRange(unread.bytes(), records.start(), next));
    }

    /// The lines to the end of the stream, each read by [#readLine] when it is asked for.
    ///
    /// A failure comes out of `hasNext` as an `UncheckedIOException` with the [NetException] inside. After it
    /// the iterator can be asked again, and goes on as `readLine` does; a `for` loop has ended by then, so
    /// whoever wants to survive bad lines calls `readLine`. All iterators share this reader.
    ///
    /// @throws IllegalArgumentException if `max` is not from 1 to 1 GiB
    public Iterable<String> lines(int max) {
        Records.checkMax(max);
        return () -> new Lines(max);
    }

    /// Reads a byte, from -128 to 127; [#readUnsignedByte()] for 0 to 255.
    ///
    /// As all reads of a number: `UNEXPECTED_EOF` if the stream ends before or within it, and says how many
    /// bytes had come; those, and what had come before a timeout or an interrupt, are still unread.
    public byte readByte() throws NetException {
        return need(Byte.BYTES).get();
    }

    /// Reads a byte, from 0 to 255.
    public int readUnsignedByte() throws NetException {
        return Byte.toUnsignedInt(readByte());
    }

    /// Reads 2 bytes as a number with a sign; fails as [#readByte()].
    public short readShort(ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        return need(Short.BYTES).order(order).getShort();
    }

    /// Reads 2 bytes as a number from 0 to 65535.
    public int readUnsignedShort(ByteOrder order) throws NetException {
        return Short.toUnsignedInt(readShort(order));
    }

    /// Reads 4 bytes as a number with a sign; fails as [#readByte()].
    public int readInt(ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        return need(Integer.BYTES).order(order).getInt();
    }

    /// Reads 4 bytes as a number from 0 to 2³² - 1.
    public long readUnsignedInt(ByteOrder order) throws NetException {
        return Integer.toUnsignedLong(readInt(order));
    }

    /// Reads 8 bytes as a number with a sign; `Long.toUnsignedString` and its like read it without. Fails as
    /// [#readByte()].
    public long readLong(ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        return need(Long.BYTES).order(order).getLong();
    }

    /// Reads 4 bytes as a number of IEEE 754; fails as [#readByte()].
    public float readFloat(ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        return need(Float.BYTES).order(order).getFloat();
    }

    /// Reads 8 bytes as a number of IEEE 754; fails as [#readByte()].
    public double readDouble(ByteOrder order) throws NetException {
        Objects.requireNonNull(order, "order");
        return need(Double.BYTES).order(order).getDouble();
    }

    /// The source underneath. What was read already and not consumed is not in it any more.
    public ByteSource source() {
        return source;
    }

    /// The source underneath, to read from past the buffer, which is empty; `CLOSED` once it was handed back.
    ByteSource open() throws NetException {
        return unread.source();
    }

    /// Puts bytes that [#open] gave behind those that are unread.
    void takeBack(ByteBuffer bytes) {
        unread.append(bytes);
    }

    /// Ends this reader without closing the source, and hands back all it has, so that the next protocol
    /// loses nothing. Later calls find no bytes, and fail with `CLOSED` where they would read some.
    public Parts intoParts() {
        return new Parts(source, unread.handBack());
    }

    /// Closes the source; what is unread is dropped. No-op for a source that was handed back.
    @Override
    public void close() throws NetException {
        if (!unread.isHandedBack()) {
            source.close();
        }
    }

    /// The buffer with at least `count` unread bytes.
    private ByteBuffer need(int count) throws NetException {
        records.stopSkipping();
        while (unread.count() < count) {
            if (unread.fill(count) == -1) {
                throw unexpectedEnd(unread.count(), count);
            }
        }
        return unread.buffer();
    }

    private NetException unexpectedEnd(int came, int wanted) {
        return unread.failure(ErrorKind.UNEXPECTED_EOF, "after " + came + " of " + wanted + " bytes");
    }

    /// The JDK's fast decoder puts U+FFFD where bytes are malformed; only a line with one needs a closer
    /// look, since it may have been sent as such.
    private String text() throws NetException {
        int length = records.end() - records.start();
        byte[] bytes = unread.bytes();
        var text = new String(bytes, records.start(), length, UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            checkUtf8(ByteBuffer.wrap(bytes, records.start(), length).slice());
        }
        return text;
    }

    private void checkUtf8(ByteBuffer line) throws NetException {
        var result = UTF_8.newDecoder().decode(line, CharBuffer.allocate(line.remaining()), true);
        if (result.isError()) {
            throw unread.failure(ErrorKind.INVALID_DATA, "not UTF-8 at byte " + line.position() + " of a line");
        }
    }

    private final class Lines implements Iterator<String> {
        private final int max;
        private Optional<String> next = Optional.empty();

        Lines(int max) {
            this.max = max;
        }

        @Override
        public boolean hasNext() {
            try {
                if (next.isEmpty()) {
                    next = readLine(max);
                }
                return next.isPresent();
            } catch (NetException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String line = next.orElseThrow();
            next = Optional.empty();
            return line;
        }
    }
}
