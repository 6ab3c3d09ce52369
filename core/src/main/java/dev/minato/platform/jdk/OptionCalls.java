package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Setting;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// The socket options of a channel, by the JDK's names where it has them.
final class OptionCalls {
    private static final Map<SocketOption<?>, SocketOption<?>> THEIRS = Map.of(
            PlatformOptions.KEEP_ALIVE_IDLE, ExtendedSocketOptions.TCP_KEEPIDLE,
            PlatformOptions.KEEP_ALIVE_INTERVAL, ExtendedSocketOptions.TCP_KEEPINTERVAL,
            PlatformOptions.KEEP_ALIVE_COUNT, ExtendedSocketOptions.TCP_KEEPCOUNT,
            PlatformOptions.QUICK_ACK, ExtendedSocketOptions.TCP_QUICKACK,
            PlatformOptions.DONT_FRAGMENT, ExtendedSocketOptions.IP_DONTFRAGMENT,
            PlatformOptions.MULTICAST_TTL, StandardSocketOptions.IP_MULTICAST_TTL,
            PlatformOptions.MULTICAST_LOOP, StandardSocketOptions.IP_MULTICAST_LOOP);

    private OptionCalls() {}

    static void set(NetworkChannel channel, List<Setting<?>> settings) throws NetException {
        for (Setting<?> setting : settings) {
            set(channel, setting);
        }
    }

    /// Sets the options that a server socket channel supports, and returns the rest, for each connection that
    /// it accepts: the kernel would have them inherit those. UNSUPPORTED for an option that neither has.
    static List<Setting<?>> setOnListener(ServerSocketChannel channel, List<Setting<?>> settings)
            throws NetException, IOException {
        var inherited = new ArrayList<Setting<?>>();
        for (Setting<?> setting : settings) {
            if (channel.supportedOptions().contains(theirs(setting.option()))) {
                set(channel, setting);
            } else {
                inherited.add(setting);
            }
        }
        if (!inherited.isEmpty()) {
            // Fail now, not at each accept.
            try (var like = SocketChannel.open()) {
                set(like, inherited);
            }
        }
        return List.copyOf(inherited);
    }

    private static <T> void set(NetworkChannel channel, Setting<T> setting) throws NetException {
        set(channel, setting.option(), setting.value());
    }

    static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws NetException {
        String operation = "set " + option.name();
        try {
            if (option.equals(PlatformOptions.MULTICAST_INTERFACE)) {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, Interfaces.numbered((Integer) value));
            } else {
                channel.setOption(theirs(option), value);
            }
        } catch (NetException noInterface) {
            throw noInterface.withOperation(operation);
        } catch (IOException | RuntimeException e) {
            throw Failures.of(operation, e);
        }
    }

    static <T> T get(NetworkChannel channel, SocketOption<T> option) throws NetException {
        String operation = "get " + option.name();
        try {
            if (option.equals(PlatformOptions.MULTICAST_INTERFACE)) {
                NetworkInterface chosen = channel.getOption(StandardSocketOptions.IP_MULTICAST_IF);
                return option.type().cast(chosen == null ? 0 : chosen.getIndex());
            }
            return channel.getOption(theirs(option));
        } catch (IOException | RuntimeException e) {
            throw Failures.of(operation, e);
        }
    }

    @SuppressWarnings("unchecked") // the same type, by the table
    private static <T> SocketOption<T> theirs(SocketOption<T> option) {
        return (SocketOption<T>) THEIRS.getOrDefault(option, option);
    }
}
