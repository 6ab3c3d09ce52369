package dev.minato.net;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The three forms of an address, in each call that takes one; and options, which throw nothing checked.
class AddressFormsTest {
    private static final Set<String> CALLS = Set.of("bind", "bindFor", "bindRemovingStale", "connect", "sendTo");

    /// `Object` is the address in a call that UDP and Unix sockets have in common.
    private static final Set<Class<?>> PARTS =
            Set.of(String.class, int.class, SocketAddr.class, Path.class, UnixAddr.class, Object.class);

    @ParameterizedTest
    @ValueSource(
            classes = {
                TcpListener.class,
                TcpListenerOptions.class,
                TcpStream.class,
                TcpStreamOptions.class,
                UdpSocket.class,
                UdpSocketOptions.class
            })
    void anInternetAddressHasThreeForms(Class<?> type) {
        assertForms(type, Set.of("String", "String int", "SocketAddr"));
    }

    @ParameterizedTest
    @ValueSource(classes = {UnixListener.class, UnixListenerOptions.class, UnixStream.class, UnixDatagram.class})
    void aUnixAddressHasThreeForms(Class<?> type) {
        assertForms(type, Set.of("String", "Path", "UnixAddr"));
    }

    private static void assertForms(Class<?> type, Set<String> forms) {
        String own = forms.contains("Path") ? "UnixAddr" : "SocketAddr";
        var byCall = Arrays.stream(type.getMethods())
                .filter(method -> CALLS.contains(method.getName()))
                .collect(groupingBy(AddressFormsTest::withoutAddress, mapping(method -> form(method, own), toSet())));
        byCall.values().forEach(found -> found.remove("SocketAddr SocketAddr")); // to one address from another
        assertThat(byCall)
                .isNotEmpty()
                .allSatisfy((_, found) -> assertThat(found).isEqualTo(forms));
    }

    private static String withoutAddress(Method call) {
        return call.getName()
                + Arrays.stream(call.getParameterTypes())
                        .filter(parameter -> !PARTS.contains(parameter))
                        .toList();
    }

    private static String form(Method call, String own) {
        return String.join(
                " ",
                Arrays.stream(call.getParameterTypes())
                        .filter(PARTS::contains)
                        .map(part -> part == Object.class ? own : part.getSimpleName())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TcpListenerOptions.class,
                TcpStreamOptions.class,
                UdpSocketOptions.class,
                UnixListenerOptions.class
            })
    void anOptionThrowsNothingChecked(Class<?> type) {
        List<Method> options = Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> method.getReturnType().isAssignableFrom(type))
                .toList();
        assertThat(options)
                .isNotEmpty()
                .allSatisfy(option -> assertThat(option.getExceptionTypes()).isEmpty());
    }
}
