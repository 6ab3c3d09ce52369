package dev.minato.platform.jdk;

import dev.minato.platform.wait.CarrierYield;
import dev.minato.platform.wait.Parker;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The pollers of a platform, assigned round-robin, each started at the first wait on it, the first one with
/// the first listener.
final class Pollers {
    private final Parker parker;
    private final CarrierYield carrierYield;
    private final @Nullable Poller[] pollers =
            new Poller[Math.max(1, Runtime.getRuntime().availableProcessors() / 2)];
    private final AtomicInteger turn = new AtomicInteger();

    Pollers(Parker parker, CarrierYield carrierYield) {
        this.parker = parker;
        this.carrierYield = carrierYield;
    }

    Parker parker() {
        return parker;
    }

    /// The poller for one more socket.
    Poller next() throws IOException {
        int index = Math.floorMod(turn.getAndIncrement(), pollers.length);
        synchronized (this) {
            Poller poller = pollers[index];
            if (poller == null) {
                poller = start(index);
            }
            return poller;
        }
    }

    /// Starts one poller unless there is one.
    synchronized void startFirst() throws IOException {
        if (pollers[0] == null) {
            start(0);
        }
    }

    /// Ends the `select` of those that are parked in one, with what it finds.
    void lookNow() {
        for (Poller poller : pollers) {
            if (poller != null) {
                poller.lookNow();
            }
        }
    }

    /// Has each that was started run `beat`; returns how many they are.
    synchronized int heartbeat(Runnable beat) {
        int count = 0;
        for (Poller poller : pollers) {
            if (poller != null) {
                poller.beat(beat);
                count++;
            }
        }
        return count;
    }

    /// A new poller, or one that runs already if there are no file descriptors for a new one.
    private Poller start(int index) throws IOException {
        try {
            Poller poller = Poller.start(index, parker, carrierYield);
            pollers[index] = poller;
            return poller;
        } catch (IOException e) {
            for (Poller running : pollers) {
                if (running != null) {
                    return running;
                }
            }
            throw e;
        }
    }
}
