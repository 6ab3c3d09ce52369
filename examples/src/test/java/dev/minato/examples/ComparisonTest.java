package dev.minato.examples;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.net.MemoryStream;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpListenerOptions;
import dev.minato.net.TcpOptions;
import dev.minato.net.TcpStream;
import dev.minato.net.TcpStreamOptions;
import dev.minato.net.UdpSocket;
import dev.minato.net.UdpSocketOptions;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixListenerOptions;
import dev.minato.net.UnixStream;
import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The guide's tables of methods name what there is, and all that there is.
class ComparisonTest {
    private static final Path PAGE = Path.of("..", "docs", "guide", "comparison.md");
    private static final String OUR_HEADER = "| Minato |";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w*)\\.(\\w+)[`(]");

    private static final List<String> OURS = Stream.of(
                    "activation",
                    "address",
                    "client",
                    "codec",
                    "error",
                    "framed",
                    "io",
                    "net",
                    "platform",
                    "proxy",
                    "server",
                    "task",
                    "tls")
            .map(name -> "dev.minato." + name)
            .toList();
    private static final List<String> JAVAS = List.of(
            "java.lang", "java.net", "java.nio.channels", "java.io", "java.util", "java.util.concurrent", "jdk.net");

    /// What is said of these is said of the others, too.
    private static final Map<Class<?>, Class<?>> LIKE = Map.of(
            TcpListenerOptions.class,
            TcpOptions.class,
            TcpStreamOptions.class,
            TcpOptions.class,
            UnixListener.class,
            TcpListener.class,
            UnixStream.class,
            TcpStream.class,
            MemoryStream.class,
            TcpStream.class,
            UnixDatagram.class,
            UdpSocket.class);

    @Test
    void ourColumnNamesMembersOfPublicTypes() throws IOException {
        var named = ourColumn();
        assertThat(named).hasSizeGreaterThan(150);
        for (String name : named) {
            assertThat(name).matches("[A-Z]\\w*\\.\\w+");
            assertThat(type(typeOf(name), OURS)).as(name).isPresent();
        }
    }

    /// Rust's names have `::` in them, and Node's objects begin with a small letter.
    @ParameterizedTest
    @MethodSource("dev.minato.examples.GuideTest#pages")
    void eachMemberOfATypeExists(Path page) throws IOException {
        for (String line : Page.read(page).lines()) {
            MEMBER.matcher(line).results().forEach(name -> {
                var type = type(name.group(1), OURS).or(() -> type(name.group(1), JAVAS));
                assertThat(type).as("the type of %s", name.group()).isPresent();
                assertThat(membersOf(type.get())).as(name.group()).contains(name.group(2));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                TcpListener.class,
                TcpStream.class,
                TcpListenerOptions.class,
                TcpStreamOptions.class,
                UdpSocket.class,
                UdpSocketOptions.class,
                UnixListener.class,
                UnixStream.class,
                MemoryStream.class,
                UnixDatagram.class,
                UnixListenerOptions.class
            })
    void eachPublicMethodIsInATable(Class<?> type) throws IOException {
        var table = ourColumn();
        var other = LIKE.getOrDefault(type, type);
        var missing = methodsOf(type).stream()
                .filter(name -> !table.contains(type.getSimpleName() + "." + name))
                .filter(name ->
                        !methodsOf(other).contains(name) || !table.contains(other.getSimpleName() + "." + name));
        assertThat(missing).isEmpty();
    }

    @Test
    void eachKindOfErrorIsInTheTableOfErrors() throws IOException {
        String rows = Page.read(PAGE).lines().stream()
                .filter(line -> line.startsWith("| `"))
                .collect(joining());
        assertThat(ErrorKind.values()).allSatisfy(kind -> assertThat(rows).contains("`" + kind.name() + "`"));
    }

    /// What stands in code in the first column of the tables whose first column is ours.
    private static Set<String> ourColumn() throws IOException {
        var names = new TreeSet<String>();
        boolean ours = false;
        for (String line : Page.read(PAGE).lines()) {
            ours = line.startsWith(OUR_HEADER) || (ours && line.startsWith("|"));
            if (ours) {
                String cell = line.substring(1, line.indexOf('|', 1));
                CODE.matcher(cell).results().forEach(code -> names.add(code.group(1)));
            }
        }
        return names;
    }

    private static String typeOf(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static Optional<Class<?>> type(String simpleName, List<String> packages) {
        for (String name : packages) {
            try {
                Class<?> type = Class.forName(name + "." + simpleName);
                if (Modifier.isPublic(type.getModifiers())) {
                    return Optional.of(type);
                }
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static Set<String> membersOf(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getFields()))
                .map(Member::getName)
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> methodsOf(Class<?> type) {
        var names = Arrays.stream(type.getMethods()).map(Method::getName).collect(toCollection(TreeSet::new));
        Arrays.stream(Object.class.getMethods()).map(Method::getName).forEach(names::remove);
        return names;
    }
}
