package dev.minato.examples.kv;

import dev.minato.codec.LineCodec;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.TaskGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/// The same key-value store as [SharedMapStore], but nothing is shared: one task owns the map, and the
/// connections reach it through a queue.
///
/// A request carries the future that its reply goes into. The owner handles one after the other, so a plain
/// `HashMap` will do, and a request happens as a whole, however many keys it touches. The queue is bounded:
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
    record Request(String line, CompletableFuture<String> reply) {}

    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7881")) {
            serve(listener);
        }
    }

    // @start region="groups"
    static void serve(TcpListener listener) throws Exception {
        var requests = new ArrayBlockingQueue<Request>(128);
        try (var group = new TaskGroup()) {
            group.spawn("owner", () -> own(requests));
            group.spawn("accept", () -> {
                accept(listener, requests);
                group.cancel(); // the listener was closed: the owner has nothing more to do
            });
            group.join();
        }
    }

    static void accept(TcpListener listener, BlockingQueue<Request> requests) {
        try (var connections = TaskGroup.isolated()) {
            for (TcpStream stream : listener.incoming()) {
                connections.spawn("connection", () -> talk(stream, requests));
            }
        }
    }
    // @end

    static void own(BlockingQueue<Request> requests) throws InterruptedException {
        var map = new HashMap<String, String>();
        while (true) { // until it is cancelled
            Request request = requests.take();
            request.reply().complete(reply(request.line().strip().split(" ", 3), map));
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

    static void talk(TcpStream stream, BlockingQueue<Request> requests) throws Exception {
        try (var lines = new Framed<>(stream, LineCodec.utf8(4 * 1024))) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                if (line.get().equals("QUIT")) {
                    return;
                }
                var request = new Request(line.get(), new CompletableFuture<>());
                requests.put(request);
                lines.write(request.reply().get());
            }
        }
    }

    private OwnerStore() {}
}
