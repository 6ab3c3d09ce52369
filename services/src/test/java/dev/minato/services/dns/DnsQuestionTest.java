package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.IpAddr;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names are absolute, and no more than names.
class DnsQuestionTest {
    @ParameterizedTest
    @CsvSource({
        "example.com,example.com.",
        "Example.COM.,Example.COM.",
        "_sip._tcp.example.com,_sip._tcp.example.com.",
        "*.example.com,*.example.com.",
        "a\\.b.example.com,a\\.b.example.com.",
        "a\\032b.test,a\\032b.test.",
        ".,."
    })
    void aNameIsAbsolute(String name, String absolute) {
        assertThat(new DnsQuestion(name, DnsType.A).name()).isEqualTo(absolute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a..b", ".a", "münchen.de", "a b.test", "a\u0000", "a\\999.test", "a\\"})
    void whatIsNoNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsQuestion(name, DnsType.A));
    }

    @Test
    void labelsAndNamesAreBounded() {
        String label = "x".repeat(63);
        String longest = label + "." + label + "." + label + "." + "x".repeat(61);
        assertThat(new DnsQuestion(longest, DnsType.A).name()).hasSize(254);
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsQuestion(longest + "x", DnsType.A));
        assertThatIllegalArgumentException().isThrownBy(() -> new DnsQuestion(label + "x", DnsType.A));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,7.2.0.192.in-addr.arpa.",
        "2001:db8::1,1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."
    })
    void theNameOfAnAddressIsAskedForInReverse(String address, String name) {
        DnsQuestion question = DnsQuestion.reverse(IpAddr.parse(address));
        assertThat(question).isEqualTo(new DnsQuestion(name, DnsType.PTR));
    }

    @Test
    void typesAreFoundByName() {
        assertThat(DnsType.of("hTTps")).contains(DnsType.HTTPS);
        assertThat(DnsType.of("ANY")).isEmpty();
        for (DnsType type : DnsType.values()) {
            assertThat(DnsMessages.typeName(type.code())).isEqualTo(type.name());
        }
    }

    /// The type HTTPS is 65, which is the letter A.
    @Test
    void onlyLettersOfNamesAreFolded() {
        WireQuestion https = WireQuestion.of(new DnsQuestion("a.test", DnsType.HTTPS));
        var other =
                ByteBuffer.allocate(12 + https.length()).putShort(4, (short) 1).position(12);
        https.write(other);
        assertThat(WireQuestion.read(other.flip(), false)).contains(https);
        assertThat(WireQuestion.read(other, true))
                .hasValueSatisfying(read -> assertThat(read).isNotEqualTo(https));
        other.put(12 + https.length() - 3, (byte) 'a');
        assertThat(WireQuestion.read(other, false))
                .hasValueSatisfying(read -> assertThat(read).isNotEqualTo(https));
        assertThat(https.isIn(other, false)).isFalse();
    }
}
