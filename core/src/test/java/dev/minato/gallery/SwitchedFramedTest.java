package dev.minato.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.framed.Framed;
import dev.minato.gallery.Protocol.Side;
import dev.minato.gallery.Protocol.Stage;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A `Framed` that switches its codec finds the frames of real protocols, although one read may bring all that
/// the program sent.
class SwitchedFramedTest {
    @ParameterizedTest
    @MethodSource("dev.minato.gallery.ProtocolGalleryTest#sides")
    void theNextCodecBeginsWhereTheLastOneEnded(Side side) throws Exception {
        byte[] stream = side.capture().bytes();
        try (var ends = ByteStream.pair()) {
            var program = ends.first();
            var writing = Tasks.spawn(() -> {
                program.writeAll(stream);
                program.shutdown(Shutdown.WRITE);
            });
            assertThat(messages(ends.second(), side.stages()))
                    .isEqualTo(Exchange.messages(side.stages(), List.of(stream)));
            writing.join();
        }
    }

    private static List<String> messages(ByteStream stream, List<Stage> stages) throws Exception {
        var messages = new ArrayList<String>();
        var framed = new Framed<>(stream, stages.getFirst().codec().get());
        for (Stage stage : stages) {
            framed = stage == stages.getFirst()
                    ? framed
                    : framed.switchTo(stage.codec().get());
            int most = stage.isStream() ? Integer.MAX_VALUE : stage.beginnings().size();
            var taken = take(framed, most);
            messages.addAll(stage.isStream() ? List.of(String.join("", taken)) : taken);
        }
        assertThat(framed.read()).as("behind the last message").isEmpty();
        return messages;
    }

    private static List<String> take(Framed<ByteBuffer, ByteBuffer> framed, int most) throws Exception {
        var taken = new ArrayList<String>();
        while (taken.size() < most) {
            var message = framed.read();
            if (message.isEmpty()) {
                break;
            }
            var bytes = new byte[message.get().remaining()];
            message.get().get(bytes);
            taken.add(HexFormat.of().formatHex(bytes));
        }
        return taken;
    }
}
