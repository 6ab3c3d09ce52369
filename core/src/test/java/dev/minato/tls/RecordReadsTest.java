package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How often the stream underneath is read, which is a system call each time where that is a socket.
class RecordReadsTest {
    private static final int LARGEST = 16 * 1024;

    private final AtomicInteger reads = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void largestRecordTakesOneRead(TlsVersion version) throws Exception {
        MemoryStream.Pair plain = ByteStream.pair();
        try (var pair = TlsPair.over(plain.first(), counted(plain.second()), version)) {
            pair.client().writeAll(new byte[LARGEST]);
            reads.set(0);

            int count = pair.server().read(ByteBuffer.allocate(LARGEST));

            assertThat(count).isEqualTo(LARGEST);
            assertThat(reads).hasValue(1);
        }
    }

    private ByteStream counted(ByteStream stream) {
        return (ByteStream) Proxy.newProxyInstance(
                ByteStream.class.getClassLoader(), new Class<?>[] {ByteStream.class}, (_, method, arguments) -> {
                    if (method.getName().equals("tryRead")) {
                        reads.incrementAndGet();
                    }
                    try {
                        return method.invoke(stream, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
