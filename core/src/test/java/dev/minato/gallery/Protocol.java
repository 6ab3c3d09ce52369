package dev.minato.gallery;

import static java.util.stream.Collectors.toCollection;

import dev.minato.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A protocol of the gallery: which codecs frame what each side sent.
///
/// @param name as the guide's table has it
/// @param captures what the files of its captures begin with
record Protocol(String name, String captures, List<Side> sides) {
    /// What one side sent, as its codecs frame it, one after the other in the same buffer.
    ///
    /// @param protocol what the file of its capture begins with
    /// @param name `client` or `server`
    record Side(String protocol, String name, List<Stage> stages) {
        Capture capture() throws IOException {
            return Capture.read(Capture.file(Capture.FOLDER, protocol, name));
        }

        @Override
        public String toString() {
            return protocol + ", " + name;
        }
    }

    /// A codec, and the first bytes of each message that it takes before the next codec takes over.
    ///
    /// @param beginnings in hexadecimal
    /// @param isStream whether the rest is no frames: what it gives is one message, in whatever pieces it comes
    record Stage(Supplier<Codec<ByteBuffer, ByteBuffer>> codec, List<String> beginnings, boolean isStream) {}

    static Protocol protocol(String name, String captures) {
        return new Protocol(name, captures, List.of());
    }

    Protocol client(Stage... stages) {
        return with("client", stages);
    }

    Protocol server(Stage... stages) {
        return with("server", stages);
    }

    List<Capture> allCaptures() throws IOException {
        var all = new ArrayList<Capture>();
        for (Side side : sides) {
            all.add(side.capture());
        }
        return all;
    }

    private Protocol with(String side, Stage... stages) {
        var added = Stream.of(new Side(captures, side, List.of(stages)));
        return new Protocol(name, captures, Stream.concat(sides.stream(), added).collect(toCollection(ArrayList::new)));
    }

    /// A codec, as long as it takes so many messages.
    ///
    /// @param beginnings the first bytes of each message, in hexadecimal, with spaces between messages
    static Stage frames(Supplier<Codec<ByteBuffer, ByteBuffer>> codec, String beginnings) {
        return new Stage(codec, List.of(beginnings.split(" ")), false);
    }

    /// A codec that takes what comes behind the frames, however long that is.
    static Stage rest(Supplier<Codec<ByteBuffer, ByteBuffer>> codec, String beginning) {
        return new Stage(codec, List.of(beginning), true);
    }
}
