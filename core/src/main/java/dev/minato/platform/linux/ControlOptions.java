package dev.minato.platform.linux;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketOption;
import java.util.List;

/// Which control messages the kernel sends along with the datagrams of a socket. Without any there need be no
/// room for them, and a receive is cheaper.
final class ControlOptions {
    private static final List<SocketOption<Boolean>> ALL = List.of(
            PlatformOptions.RECEIVE_LOCAL_ADDRESS,
            PlatformOptions.RECEIVE_ECN,
            PlatformOptions.RECEIVE_HOP_LIMIT,
            PlatformOptions.RECEIVE_TIME,
            PlatformOptions.RECEIVE_COALESCING);

    private static final int COALESCING = 1 << ALL.indexOf(PlatformOptions.RECEIVE_COALESCING);

    private static final VarHandle ON = VarHandles.ofField(MethodHandles.lookup(), "on", int.class);

    /// A bit for each of [#ALL].
    private volatile int on;

    /// Whether there is any.
    boolean any() {
        return on != 0;
    }

    /// Whether the kernel may hand over several datagrams at once.
    boolean isCoalescing() {
        return (on & COALESCING) != 0;
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
            if ((Boolean) value) {
                ON.getAndBitwiseOr(this, bit);
            } else {
                ON.getAndBitwiseAnd(this, ~bit);
            }
        }
    }

    /// Asks the kernel, for a socket that another process opened.
    void read(SocketFd socket) throws NetException {
        for (SocketOption<Boolean> option : ALL) {
            note(option, OptionCalls.get(socket, option));
        }
    }
}
