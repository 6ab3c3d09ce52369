package dev.minato.services.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openqa.selenium.json.Json;

/// A plain client of the dashboard, on one of the JDK's own sockets; what waits fails after half a minute.
final class Page implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MAX_FRAMES = 60;

    private final Socket socket = new Socket();
    private final BufferedReader input;

    private Page(InetSocketAddress address) throws IOException {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        input = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private static InetSocketAddress address(Dashboard dashboard) {
        return dashboard.address().toInetSocketAddress();
    }

    private Page ask(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return this;
    }

    /// The whole response to a GET.
    static String get(Dashboard dashboard, String path) throws IOException {
        return get(dashboard, path, "localhost");
    }

    static String get(Dashboard dashboard, String path, String host) throws IOException {
        return send(dashboard, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    /// The whole response to a request after which the connection is closed.
    static String send(Dashboard dashboard, String request) throws IOException {
        try (var page = new Page(address(dashboard)).ask(request)) {
            var response = new StringBuilder();
            for (int next = page.input.read(); next >= 0; next = page.input.read()) {
                response.append((char) next);
            }
            return response.toString();
        }
    }

    /// What JSON a GET gives.
    static Map<String, Object> json(Dashboard dashboard, String path) throws IOException {
        String response = get(dashboard, path);
        if (!response.startsWith("HTTP/1.1 200 OK\r\n")) {
            throw new AssertionError(path + ": " + response);
        }
        return parse(response.substring(response.indexOf("\r\n\r\n") + 4));
    }

    /// Opens the stream of frames.
    static Page events(Dashboard dashboard) throws IOException {
        return new Page(address(dashboard)).ask("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    String readLine() throws IOException {
        String line = input.readLine();
        if (line == null) {
            throw new AssertionError("the stream has ended");
        }
        return line;
    }

    /// The next frame.
    Map<String, Object> frame() throws IOException {
        String line = readLine();
        while (!line.startsWith("data: ")) {
            line = readLine();
        }
        return parse(line.substring("data: ".length()));
    }

    /// The next frame of which that holds.
    Map<String, Object> frame(Predicate<Map<String, Object>> holds) throws IOException {
        Map<String, Object> frame = Map.of();
        for (int i = 0; i < MAX_FRAMES; i++) {
            frame = frame();
            if (holds.test(frame)) {
                return frame;
            }
        }
        throw new AssertionError("no such frame; the last one is " + frame);
    }

    static Map<String, Object> parse(String json) {
        return new Json().toType(json, Json.MAP_TYPE);
    }

    /// The objects of an array of a frame.
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> frame, String name) {
        return (List<Map<String, Object>>) value(frame, name);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> frame, String name) {
        return (Map<String, Object>) value(frame, name);
    }

    static long number(Map<String, Object> frame, String name) {
        return ((Number) value(frame, name)).longValue();
    }

    static Object value(Map<String, Object> frame, String name) {
        Object value = frame.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + frame);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
