package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.net.SocketOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Which control messages the kernel sends along with the datagrams of a socket. Without any there need be no
/// room for them, and a receive is cheaper.
final class ControlOptions {
    private static final List<SocketOption<Boolean>> ALL =
            List.of(PlatformOptions.RECEIVE_LOCAL_ADDRESS, PlatformOptions.RECEIVE_COALESCING);

    private static final int COALESCING = 1 << ALL.indexOf(PlatformOptions.RECEIVE_COALESCING);

    /// A bit for each of [#ALL].
    private final AtomicInteger on = new AtomicInteger();

    /// Whether there is any.
    boolean any() {
        return on.get() != 0;
    }

    /// Whether the kernel may hand over several datagrams at once.
    boolean isCoalescing() {
        return (on.get() & COALESCING) != 0;
    }

    /// Takes note of the settings that the socket was made with.
    void note(List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            note(setting.option(), setting.value());
        }
    }

    /// Takes note of an option that was set, if it is one of these.
    void note(SocketOption<?> option, Object value) {
        int at = ALL.indexOf(option);
        if (at >= 0) {
            int bit = 1 << at;
            on.updateAndGet(bits -> (Boolean) value ? bits | bit : bits & ~bit);
        }
    }

    /// Asks the kernel, for a socket that another process opened.
    void read(SocketFd socket) throws NetException {
        for (SocketOption<Boolean> option : ALL) {
            note(option, OptionCalls.get(socket, option));
        }
    }
}
