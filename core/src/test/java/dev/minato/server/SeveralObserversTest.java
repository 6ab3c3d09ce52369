package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Several observers are told the same, in their order, whatever one of them throws.
@NetworkTest
class SeveralObserversTest {
    private static final List<String> TOLD = Collections.synchronizedList(new ArrayList<>());

    private record Named(String name) implements ServerObserver {
        @Override
        public void opened(Connection connection) {
            TOLD.add(name + " opened");
            throw new IllegalStateException("a failure of the test's observer");
        }

        @Override
        public void closed(Connection connection, ConnectionEnd end) {
            TOLD.add(name + " closed");
        }

        @Override
        public Optional<RequestObserver> requests(String service) {
            return Optional.of((_, nanos) -> TOLD.add(name + (nanos >= 0 ? " handled" : " negative")));
        }
    }

    @Test
    void allAreToldInOrder() throws Exception {
        TOLD.clear();
        var both = ServerObserver.all(List.of(new Named("one"), ServerObserver.SILENT, new Named("two")));
        RequestHandler<String, String> echo = (line, session) -> session.write(line);
        try (var kit = Kit.ofLines(echo, builder -> builder.observer(both))) {
            try (var peer = kit.connect()) {
                peer.send("a\n");
                assertThat(peer.receive(2)).isEqualTo("a\n");
            }
            Eventually.holds("both were told of the end", () -> TOLD.contains("two closed"));
        }
        assertThat(TOLD)
                .containsExactly("one opened", "two opened", "one handled", "two handled", "one closed", "two closed");
    }

    @Test
    void thoseWithoutInterestInRequestsCostNothing() {
        var silent = ServerObserver.all(List.of(ServerObserver.SILENT, ServerObserver.SILENT));
        assertThat(silent.requests("echo")).isEmpty();
    }
}
