import com.google.protobuf.StringValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// Messages, each with its length in front as `writeDelimitedTo` has it: a client, or a server that sends them
/// back twice as long.
class Protobuf {
    static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("serve")) {
            serve(port);
        } else {
            ask(port);
        }
    }

    private static void serve(int port) throws IOException {
        try (var listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var socket = listener.accept()) {
            for (var text = StringValue.parseDelimitedFrom(socket.getInputStream());
                    text != null;
                    text = StringValue.parseDelimitedFrom(socket.getInputStream())) {
                StringValue.of(text.getValue().repeat(2)).writeDelimitedTo(socket.getOutputStream());
            }
        }
    }

    private static void ask(int port) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            for (String text : List.of("hello", "", "x".repeat(300))) {
                StringValue.of(text).writeDelimitedTo(socket.getOutputStream());
                StringValue.parseDelimitedFrom(socket.getInputStream());
            }
        }
    }
}
