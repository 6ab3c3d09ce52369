package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.task.BoundedChannel;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The handler in tasks: so many that run, and so many datagrams that wait for one.
///
/// ```
///  ReceiveLoop ──copy──▶ waiting (a BoundedChannel) ──▶ task ──▶ handler ──▶ sendTo
///                 full: the newest or the oldest is dropped  ⋮
///                                                         task
/// ```
final class TaskHandling implements Handling {
    private final Service service;
    private final UdpSocket socket;
    private final OverloadPolicy policy;
    private final BoundedChannel<UdpRequest> waiting;

    TaskHandling(Service service, UdpSocket socket, int maxWaiting, OverloadPolicy policy) {
        this.service = service;
        this.socket = socket;
        this.policy = policy;
        this.waiting = new BoundedChannel<>(maxWaiting);
    }

    /// Hands a copy over. Never waits: the loop must go on receiving, or the kernel drops what nobody
    /// counts.
    @Override
    public void take(DatagramBatch requests, int place) throws NetException {
        ByteBuffer data = requests.buffer(place);
        if (policy == OverloadPolicy.DROP_NEWEST && waiting.size() == waiting.capacity()) {
            service.counters().dropped(service.name(), DropReason.OVERLOADED);
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        var request = new UdpRequest(new DirectReplies(service, socket));
        request.fill(requests, place, copy);
        while (!waiting.trySend(request)) {
            if (policy == OverloadPolicy.DROP_NEWEST || waiting.tryReceive().isPresent()) {
                service.counters().dropped(service.name(), DropReason.OVERLOADED);
            }
            if (policy == OverloadPolicy.DROP_NEWEST) {
                return;
            }
        }
    }

    /// No-op: tasks send at once.
    @Override
    public void flush() {}

    /// The body of a task: handles what waits, until [#close] and there is no more.
    void run() throws NetException, InterruptedException {
        Optional<UdpRequest> next = waiting.receive();
        while (next.isPresent()) {
            service.handle(next.get());
            next = waiting.receive();
        }
    }

    /// Takes no more; tasks end once they have handled what is there.
    void close() {
        waiting.close();
    }

    /// Drops what waits, at the end of the grace period.
    void dropWaiting() {
        int left = waiting.closeAndDrain().size();
        if (left > 0) {
            service.counters().dropped(service.name(), DropReason.CANCELLED, left);
        }
    }
}
