package dev.minato.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tasks know the value that was bound again in them.
@Timeout(60)
class RequestIdTest {
    @Test
    void tasksKnowTheRequest() throws Exception {
        assertThat(RequestId.handle(17)).isEqualTo("request 17: left\nrequest 17: right");
    }
}
