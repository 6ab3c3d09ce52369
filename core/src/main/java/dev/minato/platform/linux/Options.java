package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;

/// The JDK's names of socket options, as levels and numbers of the system. Values are ints; `SO_LINGER` is two.
final class Options {
    private record Name(int level, int number) {}

    private static final Map<SocketOption<?>, Name> NAMES = Map.of(
            StandardSocketOptions.SO_BROADCAST, new Name(Abi.SOL_SOCKET, Abi.SO_BROADCAST),
            StandardSocketOptions.SO_KEEPALIVE, new Name(Abi.SOL_SOCKET, Abi.SO_KEEPALIVE),
            StandardSocketOptions.SO_LINGER, new Name(Abi.SOL_SOCKET, Abi.SO_LINGER),
            StandardSocketOptions.SO_RCVBUF, new Name(Abi.SOL_SOCKET, Abi.SO_RCVBUF),
            StandardSocketOptions.SO_REUSEADDR, new Name(Abi.SOL_SOCKET, Abi.SO_REUSEADDR),
            StandardSocketOptions.SO_REUSEPORT, new Name(Abi.SOL_SOCKET, Abi.SO_REUSEPORT),
            StandardSocketOptions.SO_SNDBUF, new Name(Abi.SOL_SOCKET, Abi.SO_SNDBUF),
            StandardSocketOptions.TCP_NODELAY, new Name(Abi.IPPROTO_TCP, Abi.TCP_NODELAY));

    private Options() {}

    static <T> void set(LinuxSocket socket, SocketOption<T> option, T value) throws NetException {
        String operation = "set " + option.name();
        Name name = name(option, operation);
        int number = value instanceof Boolean on ? (on ? 1 : 0) : ((Number) value).intValue();
        if (option.equals(StandardSocketOptions.SO_LINGER)) {
            socket.check(Descriptor.WRITING, operation, (fd, memory) -> {
                memory.address().set(JAVA_INT, 0, number < 0 ? 0 : 1);
                memory.address().set(JAVA_INT, 4, Math.max(0, number));
                return Libc.setsockopt(memory.errno, fd, name.level, name.number, memory.address(), 8);
            });
        } else {
            socket.setOption(name.level, name.number, number, operation);
        }
    }

    static <T> T get(LinuxSocket socket, SocketOption<T> option) throws NetException {
        String operation = "get " + option.name();
        Name name = name(option, operation);
        var value = new int[2];
        socket.check(Descriptor.READING, operation, (fd, memory) -> {
            memory.setLength(8);
            int result = Libc.getsockopt(memory.errno, fd, name.level, name.number, memory.address(), memory.length());
            value[0] = memory.address().get(JAVA_INT, 0);
            value[1] = memory.address().get(JAVA_INT, 4);
            return result;
        });
        if (option.equals(StandardSocketOptions.SO_LINGER)) {
            return option.type().cast(value[0] == 0 ? -1 : value[1]);
        }
        return option.type().cast(option.type() == Boolean.class ? (Object) (value[0] != 0) : (Object) value[0]);
    }

    private static Name name(SocketOption<?> option, String operation) throws NetException {
        Name name = NAMES.get(option);
        if (name == null) {
            throw NetException.of(ErrorKind.UNSUPPORTED, operation);
        }
        return name;
    }
}
