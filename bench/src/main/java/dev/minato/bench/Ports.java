package dev.minato.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/// The ports that a server listens on: `port 40000`, or with what else it serves, `port 40000 line=40001
/// kv=40002`.
///
/// @param echo the port of what every server does
/// @param others the ports of further services, by name
record Ports(int echo, Map<String, Integer> others) {
    private static final String ECHO = "port";

    /// One that nobody listens on now, for a server that must be told.
    static int free() {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /// Whether a server that says this listens.
    static boolean isIn(String line) {
        return line.startsWith(ECHO + " ");
    }

    /// From the line that a server prints once it listens.
    ///
    /// @throws IOException if it is no such line
    static Ports parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        Map<String, Integer> others = new HashMap<>();
        try {
            for (int i = 2; i < words.length; i++) {
                int middle = words[i].indexOf('=');
                others.put(words[i].substring(0, middle), Integer.parseInt(words[i].substring(middle + 1)));
            }
            return new Ports(Integer.parseInt(words[1]), Map.copyOf(others));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("no line of ports: " + line, e);
        }
    }

    /// @throws IOException if the server has no service of that name
    int of(String service) throws IOException {
        Integer port = service.equals("echo") ? Integer.valueOf(echo) : others.get(service);
        if (port == null) {
            throw new IOException("the server does not serve " + service);
        }
        return port;
    }
}
