package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.minato.net.ByteStream;
import dev.minato.net.Readiness;
import dev.minato.net.TcpStream;
import dev.minato.net.UnixDatagram;
import dev.minato.platform.Platform;
import dev.minato.server.RequestObserver;
import dev.minato.server.ServerObserver;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every public constructor and method refuses a null by the parameter's name, before it does anything.
@NetworkTest
class NullArgumentsTest {
    /// Packages for those who write a platform, whose only caller is the library.
    private static final Set<String> FOR_PLATFORMS = Set.of("dev.minato.platform", "dev.minato.platform.wait");

    /// Calls that take a null, and why.
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "new Value(Object)", "the result of a task is whatever its body returns",
            "Resolver.resolve(String, int)", "the library calls it, and a program's own one answers",
            "RequestHandler.refuse(NetException, Session)", "the library calls it");

    /// Types whose methods the library calls, and programs write.
    private static final Set<Class<?>> CALLED_BACK = Set.of(ServerObserver.class, RequestObserver.class);

    @TempDir
    private Path folder;

    private Samples samples;
    private ParameterNames names;

    @BeforeEach
    void open() throws Exception {
        samples = new Samples(folder);
        names = new ParameterNames(PublicApi.SOURCES);
    }

    @AfterEach
    void close() throws Exception {
        samples.close();
    }

    static List<String> packages() throws IOException {
        return PublicApi.packages().stream()
                .filter(name -> !FOR_PLATFORMS.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyNullIsRefusedByName(String name) throws Exception {
        var faults = new TreeSet<String>();
        for (Class<?> type : PublicApi.types(name)) {
            for (Executable call : PublicApi.calls(type)) {
                boolean isCalledBack = CALLED_BACK.contains(type) && !Modifier.isStatic(call.getModifiers());
                if (!isCalledBack && !EXCEPTIONS.containsKey(PublicApi.describe(type, call))) {
                    refuse(type, call, faults);
                }
            }
        }
        assertThat(String.join("\n", faults)).isEmpty();
        samples.checkUsable();
    }

    private void refuse(Class<?> type, Executable call, Set<String> faults) throws Exception {
        Class<?>[] types = call.getParameterTypes();
        Optional<Object> on = samples.of(type);
        boolean unbound = call instanceof Method && !Modifier.isStatic(call.getModifiers());
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive()) {
                continue;
            }
            if (isLacking(type) || Arrays.stream(types).anyMatch(NullArgumentsTest::isLacking)) {
                continue;
            }
            if (unbound && on.isEmpty()) {
                faults.add("no sample of " + type);
                continue;
            }
            String declared = call instanceof Constructor<?> ? type.getSimpleName() : call.getName();
            Set<String> expected = names.of(declared, types.length, i, types[i].getSimpleName());
            Throwable thrown = call(type, call, on.orElse(null), i);
            if (!(thrown instanceof NullPointerException) || !expected.contains(String.valueOf(thrown.getMessage()))) {
                faults.add(PublicApi.describe(type, call) + " with null at " + i + ": " + thrown + ", expected one of "
                        + expected);
            }
        }
    }

    /// What this platform has not.
    private static boolean isLacking(Class<?> type) {
        return type == UnixDatagram.class && !Platform.current().capabilities().unixDatagrams();
    }

    private Throwable call(Class<?> type, Executable call, Object on, int nullAt) throws Exception {
        Class<?>[] types = call.getParameterTypes();
        var arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (i != nullAt) {
                arguments[i] = samples.argument(type, types[i]);
            }
        }
        try {
            if (call instanceof Constructor<?> constructor) {
                return new AssertionError("made " + constructor.newInstance(arguments));
            }
            return new AssertionError("returned " + ((Method) call).invoke(on, arguments));
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    /// The null is found before the first of the others is used.
    @Test
    void nullsAmongSeveralAreRefused() throws Exception {
        try (var pair = Pair.open()) {
            TcpStream near = pair.near();
            ByteStream stream = near;
            pair.far().writeAll(new byte[1]);
            near.awaitReadable();
            ByteBuffer room = ByteBuffer.allocate(1);
            ByteBuffer[] buffers = {room, null};
            var several = new ArrayList<>(Arrays.asList(Readiness.readable(near), null));

            refuses("buffers", () -> near.read(buffers));
            refuses("buffers", () -> near.read(buffers, 0, 2));
            refuses("buffers", () -> stream.write(buffers));
            refuses("buffers", () -> near.write(buffers, 0, 2));
            refuses("buffers", () -> near.writeAll(buffers));
            refuses("several", () -> Readiness.any(several));
            refuses("signals", () -> Signals.of(Signal.INT, null));

            assertThat(room.position()).isZero();
            assertThat(near.read(buffers, 0, 1)).isEqualTo(1);
        }
    }

    private interface Refused {
        void run() throws Exception;
    }

    private static void refuses(String name, Refused call) {
        assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
    }
}
