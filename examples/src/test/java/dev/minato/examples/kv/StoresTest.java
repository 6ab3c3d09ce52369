package dev.minato.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.task.TaskGroup;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both stores answer the same, whoever asks and how many at once.
@Timeout(60)
class StoresTest {
    enum Store {
        SHARED_MAP,
        OWNER;

        Running start() throws Exception {
            return switch (this) {
                case SHARED_MAP -> Running.tcp(SharedMapStore::serve);
                case OWNER -> Running.tcp(OwnerStore::serve);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOneClientSetsAnotherOneGets(Store store) throws Exception {
        try (var server = store.start()) {
            assertThat(Wire.ask(server.address(), "SET colour dark blue\n")).isEqualTo("OK\n");
            assertThat(Wire.ask(server.address(), "GET colour\nGET shape\n")).isEqualTo("dark blue\n(nil)\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItDoesNotUnderstandGetsTheUsage(Store store) throws Exception {
        String usage = "ERR usage: GET <key>, SET <key> <value> or QUIT\n";
        try (var server = store.start()) {
            assertThat(Wire.ask(server.address(), "SET a\nGET\nPING\n\nGET a b\n"))
                    .isEqualTo(usage.repeat(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aValueThatNoLineCouldCarryBackHarmsNobody(Store store) throws Exception {
        try (var server = store.start()) {
            assertThat(Wire.ask(server.address(), "SET a b\r\r\nGET a\nGET a\n"))
                    .isEqualTo("OK\nb\nb\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void quitEndsTheConnection(Store store) throws Exception {
        try (var server = store.start();
                var socket = Wire.connect(server.address())) {
            Wire.send(socket, "SET a b\nQUIT\n");
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("OK\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyRequestsAtOnceGetTheirRepliesInOrder(Store store) throws Exception {
        try (var server = store.start()) {
            String requests = IntStream.range(0, 1_000)
                    .mapToObj(i -> "SET key " + i + "\nGET key\n")
                    .collect(Collectors.joining());
            String replies =
                    IntStream.range(0, 1_000).mapToObj(i -> "OK\n" + i + "\n").collect(Collectors.joining());
            assertThat(Wire.ask(server.address(), requests)).isEqualTo(replies);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyClientsAtOnceLoseNothing(Store store) throws Exception {
        try (var server = store.start();
                var group = new TaskGroup()) {
            var clients = IntStream.range(0, 50)
                    .mapToObj(i -> group.spawn(() -> Wire.ask(server.address(), "SET key" + i + " " + i + "\n")))
                    .toList();
            for (var client : clients) {
                assertThat(client.join()).isEqualTo("OK\n");
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(Wire.ask(server.address(), "GET key" + i + "\n")).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void theOwnersGroupEndsWithTheListener() throws Exception {
        try (var server = Running.tcp(OwnerStore::serve);
                var socket = Wire.connect(server.address())) {
            Wire.send(socket, "SET a b\n");
            assertThat(Wire.receive(socket, "OK\n")).isEqualTo("OK\n");
            server.stop();
            server.join();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
