package dev.minato.services.game;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.platform.wait.Parker;
import dev.minato.task.MissedTicks;
import dev.minato.task.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Some of the [GameBots], who share a connected socket: packets are told apart by what they carry.
final class BotSocket {
    /// How many share one, so that all of a tick is one batch.
    static final int MAX_BOTS = Outbound.CAPACITY;

    private static final long SILENCE = 5_000_000_000L;

    private final UdpSocket socket;
    private final Parker parker;
    private final Outbound out;
    private final List<Bot> bots = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocate(Wire.MAX_PACKET);

    /// @param wander chooses what it does
    private record Bot(ClientSession session, Wander wander) {
        boolean isSilent(long now) {
            return now - session.lastHeard() > SILENCE;
        }

        boolean isPlaying(long now) {
            return session.playing().isPresent() && session.end().isEmpty() && !isSilent(now);
        }
    }

    /// @param random makes what the bots do; used by this call only
    BotSocket(UdpSocket socket, int count, RandomGenerator random, Parker parker) {
        this.socket = socket;
        this.parker = parker;
        this.out = new Outbound(socket);
        long now = parker.now();
        long delay = Duration.ofMillis(100).toNanos();
        for (int i = 0; i < count; i++) {
            var session = new ClientSession(random.nextLong(), delay, now);
            bots.add(new Bot(session, new Wander(new SplittableRandom(random.nextLong()))));
        }
    }

    /// Takes in what comes, until it is interrupted, or the socket is closed.
    void receive() throws NetException {
        var batch = new DatagramBatch(Outbound.CAPACITY, Wire.MAX_PACKET);
        while (true) {
            try {
                int count = socket.recvBatch(batch);
                take(batch, count);
            } catch (NetException e) {
                Endings.rethrow(e);
            }
        }
    }

    private synchronized void take(DatagramBatch batch, int count) {
        long now = parker.now();
        for (int place = 0; place < count; place++) {
            ByteBuffer datagram = batch.buffer(place);
            for (Bot bot : bots) {
                if (bot.session().isFor(datagram)) {
                    bot.session().receive(datagram, batch.realLength(place), now);
                    break;
                }
            }
        }
    }

    /// Has all of them take steps, until it is interrupted, or the socket is closed.
    ///
    /// @param phase nanoseconds until the first, so that not all sockets send at the same time
    void play(long phase) throws NetException, InterruptedException {
        Ticker wait = Ticker.every(Duration.ofNanos(Math.max(1, phase)));
        long _ = wait.tick();
        long _ = wait.tick();
        Ticker ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
        while (true) {
            long _ = ticker.tick();
            step();
            out.flush();
        }
    }

    private synchronized void step() {
        long now = parker.now();
        for (Bot bot : bots) {
            ClientSession session = bot.session();
            if (!bot.isSilent(now)
                    && (session.ask(packet, now) || session.step(bot.wander().next(), packet, now))) {
                out.send(packet);
            }
        }
    }

    /// Lets all of them leave; the tasks must not run.
    void leave() throws NetException {
        sayFarewell();
        out.flush();
        socket.close();
    }

    private synchronized void sayFarewell() {
        for (Bot bot : bots) {
            if (bot.session().leave(packet)) {
                out.send(packet);
            }
        }
    }

    synchronized void addTo(BotsTotal total) {
        long now = parker.now();
        for (Bot bot : bots) {
            total.add(bot.session(), bot.isPlaying(now), bot.isSilent(now));
        }
    }
}
