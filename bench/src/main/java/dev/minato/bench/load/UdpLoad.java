package dev.minato.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// A closed loop of UDP clients on one thread, which send anew after 200 ms of silence; see `udp_load.c`.
final class UdpLoad {
    private static final int WAIT_MILLIS = 50;
    private static final long SILENCE_NANOS = 200_000_000;
    private static final int NUMBER_BYTES = Long.BYTES;

    private final Plan plan;
    private final Messages messages;
    private final Tally tally = new Tally();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
    private final ByteBuffer output;
    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private long nextLook = System.nanoTime();

    private UdpLoad(Plan plan, Selector selector) {
        this.plan = plan;
        this.messages = new Messages(plan.bytes());
        this.output = ByteBuffer.allocateDirect(plan.bytes());
        this.selector = selector;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new UdpLoad(Plan.parse(arguments), Selector.open()).run());
    }

    private int run() throws IOException {
        for (int i = 0; i < plan.clients(); i++) {
            var client = new Client(i);
            clients.add(client);
            client.topUp(System.nanoTime());
        }
        return plan.run(tally, this::turn);
    }

    private void turn() throws IOException {
        selector.select(UdpLoad::handle, WAIT_MILLIS);
        long now = System.nanoTime();
        if (now - nextLook > 0) {
            nextLook = now + SILENCE_NANOS / 4;
            for (Client client : clients) {
                client.lookForSilence(now);
            }
        }
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
        private final DatagramChannel channel = DatagramChannel.open();
        private final boolean[] waits = new boolean[64 * plan.inFlight()];
        private final long[] started = new long[64 * plan.inFlight()];
        private int pending;
        private long sent;
        private long first;
        private long heard = System.nanoTime();

        Client(int number) throws IOException {
            this.number = number;
            channel.connect(plan.server());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void handle() throws IOException {
            long now = System.nanoTime();
            for (int i = 0; i < plan.inFlight() && channel.read(input.clear()) > 0; i++) {
                take(input.flip(), now);
                heard = now;
            }
            topUp(now);
        }

        void topUp(long now) throws IOException {
            while (pending < plan.inFlight()) {
                freePlace();
                messages.write(number, sent, output.clear());
                channel.write(output.putLong(0, sent).flip());
                started[at(sent)] = now;
                waits[at(sent)] = true;
                sent++;
                pending++;
            }
        }

        /// The place is still taken if the datagram so many before never came back, while others did.
        private void freePlace() {
            if (waits[at(sent)]) {
                pending--;
                tally.lost(1);
            }
        }

        private void take(ByteBuffer bytes, long now) {
            long k = bytes.remaining() == messages.size() ? bytes.getLong() : Long.MAX_VALUE;
            if (k < 0 || k >= sent || !messages.isPart(number, k, NUMBER_BYTES, bytes)) {
                tally.wrong();
            } else if (k >= first && k + waits.length >= sent && waits[at(k)]) {
                waits[at(k)] = false;
                pending--;
                tally.answered(now - started[at(k)]);
            }
        }

        void lookForSilence(long now) throws IOException {
            if (now - heard > SILENCE_NANOS) {
                tally.lost(pending);
                first = sent;
                pending = 0;
                heard = now;
                topUp(now);
            }
        }

        private int at(long k) {
            return (int) (k % waits.length);
        }
    }
}
