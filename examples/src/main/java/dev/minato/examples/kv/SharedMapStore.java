package dev.minato.examples.kv;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A key-value store: what one client sets, every other one gets. All connections share one map.
///
/// The tasks of the connections use the map at the same time, so it is one made for that. Each request here is
/// a single operation on it; where several must happen as one, see [OwnerStore].
///
/// The protocol is lines: `SET key value`, `GET key`, `QUIT`. A client may send many requests before it reads;
/// the replies go out together. (A store for strangers would bound the map as well.)
///
/// Try it:
///
/// ```
/// $ printf 'SET colour dark blue\nGET colour\nGET shape\n' | nc -N 127.0.0.1 7881
/// OK
/// dark blue
/// (nil)
/// ```
final class SharedMapStore {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7881")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        var map = new ConcurrentHashMap<String, String>();
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> talk(stream, map));
        }
    }

    static void talk(TcpStream stream, Map<String, String> map) throws NetException {
        try (var lines = new Framed<>(stream, LineCodec.utf8(4 * 1024))) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                if (line.get().equals("QUIT")) {
                    return;
                }
                lines.write(reply(line.get().strip().split(" ", 3), map));
            }
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

    private SharedMapStore() {}
}
