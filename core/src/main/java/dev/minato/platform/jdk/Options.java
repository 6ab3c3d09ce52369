package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;

/// Socket options of a channel, with failures named.
final class Options {
    private Options() {}

    static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws NetException {
        try {
            channel.setOption(option, value);
        } catch (IOException | RuntimeException e) {
            throw Failures.of("set " + option.name(), e);
        }
    }

    static <T> T get(NetworkChannel channel, SocketOption<T> option) throws NetException {
        try {
            return channel.getOption(option);
        } catch (IOException | RuntimeException e) {
            throw Failures.of("get " + option.name(), e);
        }
    }
}
