package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Cancelling interrupts a task: its present or its next wait ends.
@Timeout(60)
class TaskCancelTest {
    private final Gate gate = new Gate();

    @Test
    void endsTheWaitOfATask() throws Exception {
        Task<?> task = Tasks.spawn(gate::pass);
        gate.awaitReached();

        task.cancel();

        assertThatThrownBy(task::join)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void endsTheWaitForASocketAndLeavesTheSocketOpen() throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            Task<Received> task = Tasks.spawn(() -> {
                gate.passUninterruptibly();
                return new Received(socket);
            });
            gate.open();
            task.cancel();

            assertThatThrownBy(task::join)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
            assertThat(socket.isOpen()).isTrue();
        }
    }

    private record Received(int length) {
        Received(UdpSocket from) throws NetException {
            this(from.recvFrom(ByteBuffer.allocate(1)).length());
        }
    }

    /// Whether it comes before the thread runs or after: the first wait ends.
    @Test
    void endsTheFirstWaitOfATaskThatHardlyBegan() {
        for (int i = 0; i < 2000; i++) {
            Task<?> task = Tasks.spawn(gate::pass);
            task.cancel();

            assertThatThrownBy(task::join).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void taskThatDoesNotWaitRunsOn() throws Exception {
        Task<Boolean> task = Tasks.spawn(() -> {
            gate.passUninterruptibly();
            return Thread.currentThread().isInterrupted();
        });
        gate.awaitReached();

        task.cancel();
        gate.open();

        assertThat(task.join()).isTrue();
    }

    @Test
    void doesNothingAfterTheEnd() throws Exception {
        Task<String> task = Tasks.spawn(() -> "value");
        task.join();

        task.cancel();

        assertThat(task.join()).isEqualTo("value");
    }
}
