package dev.minato.address;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths, abstract names, and no name at all.
class UnixAddrTest {
    @ParameterizedTest
    @ValueSource(strings = {"/run/x.sock", "x", "./x", "../a b", "/a/@b"})
    void keepsAPath(String text) {
        UnixAddr address = UnixAddr.ofPath(text);

        assertThat(address.isPath()).isTrue();
        assertThat(address.isAbstract()).isFalse();
        assertThat(address.isUnnamed()).isFalse();
        assertThat(address.asPath()).contains(Path.of(text));
        assertThat(address.asAbstractName()).isEmpty();
        assertThat(address.bytes()).isEqualTo(text.getBytes(UTF_8));
        assertThat(address)
                .hasToString("unix " + text)
                .isEqualTo(UnixAddr.ofPath(Path.of(text)))
                .isEqualTo(UnixAddr.ofPathBytes(text.getBytes(UTF_8)))
                .isEqualTo(UnixAddr.of(UnixDomainSocketAddress.of(text)));
    }

    @Test
    void keepsAnAbstractNameOfAnyBytes() {
        byte[] name = {0, 'a', '\n', (byte) 0xff, '\\'};
        UnixAddr address = UnixAddr.ofAbstract(name);

        assertThat(address.isAbstract()).isTrue();
        assertThat(address.isPath()).isFalse();
        assertThat(address.isUnnamed()).isFalse();
        assertThat(address.asAbstractName())
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(name));
        assertThat(address.asPath()).isEmpty();
        assertThat(address.bytes()).isEqualTo(name);
        assertThat(address).hasToString("unix @\\x00a\\x0a\\xff\\\\");
    }

    @Test
    void writesATextNameInUtf8() {
        assertThat(UnixAddr.ofAbstract("é")).isEqualTo(UnixAddr.ofAbstract("é".getBytes(UTF_8)));
        assertThat(UnixAddr.ofAbstract("minato")).hasToString("unix @minato");
    }

    @Test
    void emptyAbstractNameIsAName() {
        UnixAddr address = UnixAddr.ofAbstract("");

        assertThat(address.isAbstract()).isTrue();
        assertThat(address.isUnnamed()).isFalse();
        assertThat(address.asAbstractName())
                .hasValueSatisfying(name -> assertThat(name).isEmpty());
        assertThat(address).hasToString("unix @").isNotEqualTo(UnixAddr.unnamed());
    }

    @Test
    void unnamedHasNothing() {
        UnixAddr address = UnixAddr.unnamed();

        assertThat(address.isUnnamed()).isTrue();
        assertThat(address.isPath()).isFalse();
        assertThat(address.isAbstract()).isFalse();
        assertThat(address.asPath()).isEmpty();
        assertThat(address.asAbstractName()).isEmpty();
        assertThat(address.bytes()).isEmpty();
        assertThat(address).hasToString("unix (unnamed)").isEqualTo(UnixAddr.of(UnixDomainSocketAddress.of("")));
    }

    @Test
    void comparesSortAndBytes() {
        assertThat(UnixAddr.ofPath("a")).isNotEqualTo(UnixAddr.ofAbstract("a")).isNotEqualTo(UnixAddr.ofPath("b"));
        assertThat(UnixAddr.ofPath("a")).isNotEqualTo(UnixAddr.ofPath("./a"));
        assertThat(UnixAddr.ofPath("a")).hasSameHashCodeAs(UnixAddr.ofPath("a"));
        assertThat(UnixAddr.ofAbstract("a")).hasSameHashCodeAs(UnixAddr.ofAbstract("a"));
    }

    @Test
    void keepsItsOwnBytes() {
        byte[] given = {'a'};
        UnixAddr name = UnixAddr.ofAbstract(given);
        UnixAddr path = UnixAddr.ofPathBytes(given);

        given[0] = 'b';
        name.bytes()[0] = 'c';
        name.asAbstractName().orElseThrow()[0] = 'd';

        assertThat(name).isEqualTo(UnixAddr.ofAbstract("a"));
        assertThat(path).isEqualTo(UnixAddr.ofPath("a"));
    }

    @Test
    void takesAsManyBytesAsTheSystemAndNoMore() {
        String longest = "/".concat("a".repeat(UnixAddr.MAX_BYTES - 1));
        String longer = longest + "a";

        assertThat(UnixAddr.ofPath(longest).bytes()).hasSize(107);
        assertThat(UnixAddr.ofPathBytes(longest.getBytes(UTF_8)).bytes()).hasSize(107);
        assertThat(UnixAddr.ofAbstract(longest).bytes()).hasSize(107);
        assertThat(refused(() -> UnixAddr.ofPath(longer)).reason()).isEqualTo("108 bytes, more than 107");
        assertThat(refused(() -> UnixAddr.ofPath(Path.of(longer))).input()).isEqualTo(longer);
        assertThat(refused(() -> UnixAddr.ofPathBytes(longer.getBytes(UTF_8)))).hasMessageContaining("108 bytes");
        assertThat(refused(() -> UnixAddr.ofAbstract(longer))).hasMessageContaining("108 bytes");
    }

    @ParameterizedTest
    @CsvSource({"'', 0, path is empty", "'a\0b', 1, NUL in a path", "'\0name', 0, NUL in a path"})
    void refusesWhatIsNoPath(String text, int position, String reason) {
        AddressParseException fromText = refused(() -> UnixAddr.ofPath(text));
        AddressParseException fromBytes = refused(() -> UnixAddr.ofPathBytes(text.getBytes(UTF_8)));

        assertThat(fromText.position()).isEqualTo(position);
        assertThat(fromText.reason()).isEqualTo(reason);
        assertThat(fromBytes.position()).isEqualTo(position);
        assertThat(fromBytes.reason()).isEqualTo(reason);
    }

    @Test
    void refusesAPathOfAnotherFileSystem() {
        Path elsewhere = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

        assertThatIllegalArgumentException().isThrownBy(() -> UnixAddr.ofPath(elsewhere));
    }

    @Test
    void showsOnlyPrintableAscii() {
        byte[] bytes = {'a', '\n', 0x1b, 0x7f, (byte) 0xc3, ' ', '\\'};

        assertThat(UnixAddr.ofPathBytes(bytes)).hasToString("unix a\\x0a\\x1b\\x7f\\xc3 \\\\");
    }

    /// Names of files are in UTF-8 or ASCII here; both lack 0xff.
    @Test
    void bytesThatAreNoTextAreNoPathOfJava() {
        byte[] bytes = {(byte) 0xff, '"'};
        UnixAddr address = UnixAddr.ofPathBytes(bytes);

        assertThat(address.isPath()).isTrue();
        assertThat(address.asPath()).isEmpty();
        assertThat(address.bytes()).isEqualTo(bytes);
    }

    private static AddressParseException refused(Runnable call) {
        var refusal = catchThrowableOfType(AddressParseException.class, call::run);
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
