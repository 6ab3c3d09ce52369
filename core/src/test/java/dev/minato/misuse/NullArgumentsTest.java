package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.NetworkTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every public constructor and method refuses a null by the parameter's name, before it does anything.
@NetworkTest
class NullArgumentsTest {
    /// Packages whose callers are the library's own platforms, and tests.
    private static final Set<String> FOR_PLATFORMS = Set.of("dev.minato.platform", "dev.minato.platform.wait");

    private static final Map<String, String> EXCEPTIONS = Map.of();

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
        var faults = new ArrayList<String>();
        for (Class<?> type : PublicApi.types(name)) {
            for (Executable call : PublicApi.calls(type)) {
                if (!EXCEPTIONS.containsKey(PublicApi.describe(type, call))) {
                    refuse(type, call, faults);
                }
            }
        }
        assertThat(String.join("\n", faults)).isEmpty();
        assertThat(samples.sockets()).allMatch(socket -> socket.isOpen());
    }

    private void refuse(Class<?> type, Executable call, List<String> faults) throws Exception {
        Class<?>[] types = call.getParameterTypes();
        Optional<Object> on = samples.of(type);
        boolean unbound = call instanceof Method && !Modifier.isStatic(call.getModifiers());
        for (int i = 0; i < types.length; i++) {
            if (types[i].isPrimitive() || (unbound && on.isEmpty())) {
                continue;
            }
            String what = PublicApi.describe(type, call) + " with null at " + i;
            String declared = call instanceof Constructor<?> ? type.getSimpleName() : call.getName();
            Set<String> expected = names.of(declared, types.length, i, types[i].getSimpleName());
            Throwable thrown = call(type, call, on.orElse(null), i);
            if (!(thrown instanceof NullPointerException) || !expected.contains(String.valueOf(thrown.getMessage()))) {
                faults.add(what + ": " + thrown + ", expected one of " + expected);
            }
        }
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
}
