package dev.minato.contract;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// What a contract is tested in: each test runs on a thread of that kind, on that platform, and uses addresses
/// of that family.
///
/// @param platform where sockets are made
/// @param family which addresses
/// @param threads on what the test runs, and the calls that it has others make
public record World(ContractPlatform platform, Loopback family, Threads threads) {
    /// All there are.
    static Stream<World> all() {
        var platform = ContractPlatform.chosen();
        return platform.families().stream()
                .flatMap(family -> platform.threads().stream().map(threads -> new World(platform, family, threads)));
    }

    /// Makes a call on another thread.
    <T> Call<T> call(Callable<T> body) {
        return platform.call(threads, body);
    }

    /// As [#call], for a body without a result.
    Call<World> run(Threads.Body body) {
        return call(() -> {
            body.run();
            return this;
        });
    }

    /// Both ends of a connection.
    Pair pair() throws NetException {
        return Pair.open(family);
    }

    /// A listener on a free port.
    TcpListener listener() throws NetException {
        return TcpListener.bind(family.any());
    }

    /// A UDP socket on a free port.
    UdpSocket udpSocket() throws NetException {
        return UdpSocket.bind(family.any());
    }

    @Override
    public String toString() {
        return platform + ", " + family + ", " + threads;
    }
}
