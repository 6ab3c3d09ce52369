package dev.minato.platform.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A stall is reported as the handler's, whichever package of Minato or the JDK its code called.
class StackFramesTest {
    private static final StackTraceElement HANDLER = frame("com.acme.Handler", "serve");

    static List<String> packages() throws Exception {
        var file = URI.create(String.valueOf(StackFrames.class.getResource("StackFrames.class")));
        Path root = Path.of(file).resolve("../../../..").normalize();
        try (Stream<Path> folders = Files.list(root).filter(Files::isDirectory)) {
            List<String> names =
                    folders.map(Path::getFileName).map(Path::toString).toList();
            assertThat(names).contains("net", "platform", "tls");
            return names;
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void theHandlerIsBelowWhatItCalls(String name) {
        StackTraceElement[] stack = {
            frame("java.util.Arrays", "sort"), frame("dev.minato." + name + ".part.Called", "work"), HANDLER
        };
        assertThat(StackFrames.handler(stack)).isEqualTo("com.acme.Handler.serve(Handler.java:42)");
        assertThat(StackFrames.handlerMethod(stack)).isEqualTo("com.acme.Handler.serve");
    }

    @Test
    void withoutAHandlerItIsMinatosInnermost() {
        StackTraceElement[] stack = {frame("java.lang.Object", "wait"), frame("dev.minato.task.Part", "run")};
        assertThat(StackFrames.handlerMethod(stack)).isEqualTo("dev.minato.task.Part.run");
        assertThat(StackFrames.handlerMethod(new StackTraceElement[0])).isEqualTo("an unknown place");
    }

    private static StackTraceElement frame(String type, String method) {
        return new StackTraceElement(type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", 42);
    }
}
