package dev.minato.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A closed loop of TCP clients on one thread; see `tcp_load.c`.
final class TcpLoad {
    private static final int WAIT_MILLIS = 100;

    private final Plan plan;
    private final Messages messages;
    private final Tally tally = new Tally();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    private final Selector selector;

    private TcpLoad(Plan plan, Selector selector) {
        this.plan = plan;
        this.messages = new Messages(plan.bytes());
        this.selector = selector;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new TcpLoad(Plan.parse(arguments), Selector.open()).run());
    }

    private int run() throws IOException {
        for (int i = 0; i < plan.clients(); i++) {
            new Client(i).topUp();
        }
        return plan.run(tally, () -> selector.select(TcpLoad::handle, WAIT_MILLIS));
    }

    private static void handle(SelectionKey key) {
        try {
            ((Client) key.attachment()).handle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Client {
        private final int number;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer output = ByteBuffer.allocateDirect(plan.inFlight() * plan.bytes());
        private final long[] started = new long[plan.inFlight()];
        private long sent;
        private long received;
        private int inputAt;

        Client(int number) throws IOException {
            this.number = number;
            channel = SocketChannel.open(plan.server());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            output.limit(0);
        }

        void handle() throws IOException {
            if (channel.read(input.clear()) < 0) {
                throw new EOFException("connection " + number + " ended");
            }
            verify(input.flip());
            topUp();
        }

        void topUp() throws IOException {
            if (!output.hasRemaining()) {
                output.clear();
                for (long now = System.nanoTime(); sent - received < plan.inFlight(); sent++) {
                    messages.write(number, sent, output);
                    started[(int) (sent % started.length)] = now;
                }
                output.flip();
            }
            channel.write(output);
            key.interestOps(SelectionKey.OP_READ | (output.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }

        private void verify(ByteBuffer bytes) {
            int end = bytes.limit();
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + messages.size() - inputAt));
                if (!messages.isPart(number, received, inputAt, bytes)) {
                    tally.wrong();
                }
                inputAt += bytes.remaining();
                bytes.position(bytes.limit()).limit(end);
                if (inputAt == messages.size()) {
                    inputAt = 0;
                    tally.answered(System.nanoTime() - started[(int) (received % started.length)]);
                    received++;
                }
            }
        }
    }
}
