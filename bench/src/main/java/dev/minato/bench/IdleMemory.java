package dev.minato.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Memory of a server process for each connection that is open, was used once, and is silent.
///
/// The difference between two states after a forced collection, so that what the process needs anyway drops
/// out. Before it, as many connections come and go: the stack of a waiting virtual thread is memory too, and
/// frames of code that is not compiled yet are several times as large, which says nothing about a server that
/// has been running for a minute. The young generation is fixed and touched from the start, and the old one
/// shrinks to what is alive, so that the process's memory follows what the connections hold.
///
/// @param opener of a connection to the server
/// @param comeAndGo how many connections there are before those that are measured
/// @param first how many are open when memory is read for the first time
/// @param steps how many more are open when it is read again
record IdleMemory(Tools tools, Opener opener, int comeAndGo, int first, List<Integer> steps) {
    private static final int AT_ONCE = 100;
    private static final int MESSAGE = 64;
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-Xmn8m",
            "-Xms9m",
            "-XX:-ShrinkHeapInSteps",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10");

    /// Opens a connection to a port of this machine.
    @FunctionalInterface
    interface Opener {
        Connection open(int port) throws IOException;
    }

    /// How much each of so many connections takes.
    record Step(int connections, long bytes) {}

    /// A client's.
    record Connection(Socket socket, InputStream input, OutputStream output) {
        static Connection plain(int port) throws IOException {
            return over(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        static Connection over(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return new Connection(socket, socket.getInputStream(), socket.getOutputStream());
        }

        void exchange() throws IOException {
            byte[] message = new byte[MESSAGE];
            Arrays.fill(message, (byte) 'x');
            message[MESSAGE - 1] = '\n';
            output.write(message);
            if (input.readNBytes(MESSAGE).length < MESSAGE) {
                throw new IOException("the server ended the connection");
            }
        }
    }

    List<Step> measure(Candidate candidate) throws IOException, SkippedException {
        List<Connection> open = new ArrayList<>();
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, JVM_FLAGS)) {
            List<Step> measured = new ArrayList<>();
            warmUp(open, server);
            grow(open, first, server);
            long before = settled(server, candidate);
            for (int step : steps) {
                grow(open, first + step, server);
                measured.add(new Step(step, (settled(server, candidate) - before) / step));
            }
            return measured;
        } finally {
            closeAll(open);
        }
    }

    private void warmUp(List<Connection> open, Server server) throws IOException {
        for (int gone = 0; gone < comeAndGo; gone += AT_ONCE) {
            grow(open, AT_ONCE, server);
            for (Connection connection : open) {
                connection.exchange();
                connection.exchange();
            }
            closeAll(open);
            open.clear();
        }
    }

    /// Opens connections until there are so many, each with one message there and back.
    private void grow(List<Connection> open, int count, Server server) throws IOException {
        while (open.size() < count) {
            Connection connection = opener.open(server.port());
            open.add(connection);
            connection.exchange();
        }
    }

    private static long settled(Server server, Candidate candidate) throws IOException {
        if (candidate.kind() == Candidate.Kind.JAVA) {
            server.collect();
        }
        return server.residentBytes();
    }

    private static void closeAll(List<Connection> open) throws IOException {
        for (Connection connection : open) {
            connection.socket.close();
        }
    }
}
