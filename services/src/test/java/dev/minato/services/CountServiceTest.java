package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `count` says how many bytes came once they have ended.
@Timeout(60)
class CountServiceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 16_384, 16_385, 10_000_000})
    void allBytesCount(int length) throws Exception {
        try (var count = Served.tcp("count");
                var client = count.client()) {
            client.send(new byte[length]).end();
            assertThat(client.readToEnd()).isEqualTo("received " + length + " bytes total\n");
            assertThat(count.log.awaitClosed()).isEqualTo("finished");
        }
    }

    @Test
    void piecesAddUp() throws Exception {
        try (var count = Served.tcp("count");
                var client = count.client()) {
            client.send("one").send("two").send("\n").end();
            assertThat(client.readToEnd()).isEqualTo("received 7 bytes total\n");
        }
    }
}
