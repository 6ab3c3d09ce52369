import module dev.minato;

void main() throws NetException {
    try (var listener = TcpListener.bind("127.0.0.1:7878")) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }
}

void echo(TcpStream stream) throws NetException {
    try (stream) {
        var buffer = ByteBuffer.allocate(16 * 1024);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }
}
