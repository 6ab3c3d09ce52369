package dev.minato.services.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Only hosts that can be nobody else's are answered: addresses, `localhost`, and the one that was bound.
class HostCheckTest {
    private static final HostCheck CHECK = new HostCheck("Dash.example");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9101",
                "LocalHost",
                "127.0.0.1",
                "127.0.0.1:9101",
                "10.1.2.3:80",
                "[::1]",
                "[::1]:9101",
                "[fe80::1]",
                "dash.example",
                "DASH.example:9101"
            })
    void ownHostIsAnswered(String host) {
        assertThat(CHECK.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":9101",
                "evil.example",
                "evil.example:9101",
                "localhost.evil.example",
                "localhost@evil.example",
                "127.0.0.1.evil.example",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "[::1",
                "::1",
                "[::1]x",
                "[evil]",
                "dash.example.evil",
                "localhost:",
                "localhost:http",
                "localhost:99999",
                " localhost"
            })
    void otherHostIsNot(String host) {
        assertThat(CHECK.allows(host)).isFalse();
    }
}
