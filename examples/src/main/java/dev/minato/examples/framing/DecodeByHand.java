package dev.minato.examples.framing;

import dev.minato.codec.Decoder;
import dev.minato.codec.LineCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;

/// What a `Framed` does inside: a decoder, a buffer, and somebody who reads into it.
///
/// A codec knows no socket. It takes messages out of a buffer and leaves what is not a whole message yet; the
/// caller reads more behind it. So the same codec reads a connection, a file, or the standard input, and a test
/// feeds it bytes. `maxBuffered` is room enough for any message that the decoder takes.
///
/// Try it: it numbers the lines of its standard input. No address is needed, for there is no network.
///
/// ```
/// $ printf 'one\ntwo\nlast' | examples/run DecodeByHand
/// 1: one
/// 2: two
/// 3: last
/// ```
final class DecodeByHand {
    private int number;

    static void main(String[] args) throws IOException {
        var printed = new DecodeByHand();
        decode(Channels.newChannel(System.in), LineCodec.utf8(1024), line -> IO.println(printed.numbered(line)));
    }

    // @start region="decode"
    static <T> void decode(ReadableByteChannel channel, Decoder<T> decoder, Consumer<T> handle) throws IOException {
        var input = ByteBuffer.allocate(decoder.maxBuffered());
        while (channel.read(input) != -1) {
            input.flip();
            for (var message = decoder.decode(input); message.isPresent(); message = decoder.decode(input)) {
                handle.accept(message.get());
            }
            input.compact();
        }
        input.flip();
        for (var message = decoder.decodeEnd(input); message.isPresent(); message = decoder.decodeEnd(input)) {
            handle.accept(message.get());
        }
    }
    // @end

    String numbered(String line) {
        number++;
        return number + ": " + line;
    }

    private DecodeByHand() {}
}
