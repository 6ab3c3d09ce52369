package dev.minato.contract;

import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.Threads;
import java.util.List;
import java.util.concurrent.Callable;

/// A platform that the contracts are tested on: how a test gets to run on it.
///
/// That of the process, unless `-Dminato.contract.platform` names a class that implements this, and has a
/// public constructor without parameters.
public interface ContractPlatform {
    /// The one that is tested.
    static ContractPlatform chosen() {
        String name = System.getProperty("minato.contract.platform", ProcessPlatform.class.getName());
        try {
            return (ContractPlatform) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no platform to test: " + name, e);
        }
    }

    /// The kinds of threads that may call it.
    List<Threads> threads();

    /// The families that it has.
    List<Loopback> families();

    /// Makes a call on a thread of that kind, in a scope where it is the current platform.
    <T> Call<T> call(Threads kind, Callable<T> body);
}
