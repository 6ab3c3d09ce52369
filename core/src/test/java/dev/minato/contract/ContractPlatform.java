package dev.minato.contract;

import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.Threads;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A platform that the contracts are tested on: how a test gets to run on it.
///
/// A provider that a [ServiceLoader] finds on the class path is tested beside that of the process.
public interface ContractPlatform {
    /// Those there are.
    static Stream<ContractPlatform> all() {
        var others = ServiceLoader.load(ContractPlatform.class).stream().map(ServiceLoader.Provider::get);
        return Stream.concat(Stream.of(new ProcessPlatform()), others);
    }

    /// The kinds of threads that may call it.
    List<Threads> threads();

    /// The families that it has.
    List<Loopback> families();

    /// Makes a call on a thread of that kind, in a scope where it is the current platform.
    <T> Call<T> call(Threads kind, Callable<T> body);
}
