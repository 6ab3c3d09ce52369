package dev.minato.examples.kv;

import dev.minato.codec.LineCodec;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.BoundedChannel;
import dev.minato.task.OneShot;
import dev.minato.task.TaskGroup;
import java.util.HashMap;
import java.util.Map;

/// The same key-value store as [SharedMapStore], but nothing is shared: one task owns the map, and the
/// connections reach it through a channel.
///
/// A request carries the one-shot that its reply goes into. The owner handles one after the other, so a plain
/// `HashMap` will do, and a request happens as a whole, however many keys it touches. The channel is bounded:
/// when it is full the connections wait and stop reading.
///
/// The owner and the accept loop are in one group: without the one, the other is of no use. The connections
/// are in another, where the failure of one does not touch the rest.
///
/// Try it:
///
/// ```
/// $ printf 'SET tea green\nGET tea\n' | nc -N 127.0.0.1 7881
/// OK
/// green
/// ```
final class OwnerStore {
    record Request(String line, OneShot<String> reply) {}

    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7881")) {
            serve(listener);
        }
    }

    // @start region="groups"
    static void serve(TcpListener listener) throws Exception {
        var requests = new BoundedChannel<Request>(128);
        try (var group = new TaskGroup()) {
            group.spawn("owner", () -> own(requests));
            group.spawn("accept", () -> {
                accept(listener, requests);
                requests.close(); // the listener was closed, and no connection is left
            });
            group.join();
        }
    }

    static void accept(TcpListener listener, BoundedChannel<Request> requests) {
        try (var connections = TaskGroup.isolated()) {
            for (TcpStream stream : listener.incoming()) {
                connections.spawn("connection", () -> talk(stream, requests));
            }
        }
    }
    // @end

    static void own(BoundedChannel<Request> requests) throws Exception {
        var map = new HashMap<String, String>();
        for (var next = requests.receive(); next.isPresent(); next = requests.receive()) {
            var request = next.get();
            request.reply().send(reply(request.line().strip().split(" ", 3), map));
        }
    }

    static String reply(String[] words, Map<String, String> map) {
        return switch (words[0] + " " + (words.length - 1)) {
            case "GET 1" -> map.getOrDefault(words[1], "(nil)");
            case "SET 2" -> {
                map.put(words[1], words[2]);
                yield "OK";
            }
            default -> "ERR usage: GET <key>, SET <key> <value> or QUIT";
        };
    }

    static void talk(TcpStream stream, BoundedChannel<Request> requests) throws Exception {
        try (var lines = new Framed<>(stream, LineCodec.utf8(4 * 1024))) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                if (line.get().equals("QUIT")) {
                    return;
                }
                var request = new Request(line.get(), new OneShot<>());
                requests.send(request);
                lines.write(request.reply().receive());
            }
        }
    }

    private OwnerStore() {}
}
