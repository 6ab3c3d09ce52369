package dev.minato.server;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Several observers as one.
record SeveralObservers(List<ServerObserver> observers) implements ServerObserver {
    private void each(Consumer<ServerObserver> call) {
        observers.forEach(observer -> Observing.logged(() -> call.accept(observer)));
    }

    @Override
    public void opened(Connection connection) {
        each(observer -> observer.opened(connection));
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        each(observer -> observer.closed(connection, end));
    }

    @Override
    public void refused(Refusal refusal) {
        each(observer -> observer.refused(refusal));
    }

    @Override
    public void handshakeEnded(Connection connection, HandshakeEnd end) {
        each(observer -> observer.handshakeEnded(connection, end));
    }

    @Override
    public void acceptDelayed(String service, NetException failure, Duration delay) {
        each(observer -> observer.acceptDelayed(service, failure, delay));
    }

    @Override
    public Optional<RequestObserver> requests(String service) {
        List<RequestObserver> all = observers.stream()
                .map(observer -> observer.requests(service))
                .flatMap(Optional::stream)
                .toList();
        return switch (all.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(all.getFirst());
            default ->
                Optional.of((connection, nanos) -> {
                    for (RequestObserver each : all) {
                        each.handled(connection, nanos);
                    }
                });
        };
    }
}
