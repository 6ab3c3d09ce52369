package dev.minato.contract;

import dev.minato.platform.Platform;
import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.Threads;
import java.util.List;
import java.util.concurrent.Callable;

/// The platform of the process, which `-Dminato.platform` chooses: each is tested by a run of its own.
public final class ProcessPlatform implements ContractPlatform {
    /// Made by name.
    public ProcessPlatform() {}

    @Override
    public List<Threads> threads() {
        return List.of(Threads.values());
    }

    @Override
    public List<Loopback> families() {
        return List.of(Loopback.values());
    }

    @Override
    public <T> Call<T> call(Threads kind, Callable<T> body) {
        return kind.call(body);
    }

    @Override
    public String toString() {
        return Platform.current().name();
    }
}
