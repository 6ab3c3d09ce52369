package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.time.Duration;

/// One connection after another, each with an ID and batches of numbered records, which have to come back.
final class TcpClient {
    /// So many local addresses are connected to that ports in TIME_WAIT do not run out.
    private static final int ADDRESSES = 60;

    private final Stage stage;
    private final int port;

    TcpClient(Stage stage, int port) {
        this.stage = stage;
        this.port = port;
    }

    void play(Actor actor) {
        while (!stage.isOver()) {
            try (var stream = connect(actor)) {
                actor.expose(stream);
                exchange(actor, stream);
            } catch (NetException e) {
                stage.again(e);
                pause(actor, 5);
            } finally {
                actor.conceal();
            }
        }
    }

    private TcpStream connect(Actor actor) throws NetException {
        actor.at("connects");
        var random = actor.random();
        String server = "127.0.0." + (1 + random.nextInt(ADDRESSES)) + ":" + port;
        return random.nextInt(4) == 0
                ? TcpStream.connect(server, Duration.ofNanos(1 + random.nextInt(20_000_000)))
                : TcpStream.connect(server);
    }

    private void exchange(Actor actor, TcpStream stream) throws NetException {
        var random = actor.random();
        stream.setReadTimeout(
                random.nextInt(3) == 0 ? Duration.ofMillis(1 + random.nextInt(30)) : Duration.ofSeconds(20));
        long id = stage.newId();
        int batch = 1 + random.nextInt(random.nextInt(20) == 0 ? 1_000 : 10);
        var out = NumberedRecord.buffer(batch, random);
        var in = NumberedRecord.buffer(batch, random);
        var exchange = new Exchange(stage, actor, stream);
        int rounds = 1 + random.nextInt(200);
        for (int round = 0; round < rounds && !stage.isOver(); round++) {
            out.clear();
            for (int i = 0; i < batch; i++) {
                NumberedRecord.put(out, id, (long) round * batch + i);
            }
            if (!exchange.drain(out.flip()) || !exchange.fill(in.clear())) {
                return;
            }
            in.flip();
            for (int i = 0; i < batch; i++) {
                long seen = NumberedRecord.check(in, (long) round * batch + i);
                if (seen != id) {
                    throw new AssertionError("a record of " + seen + " on the connection of " + id);
                }
            }
            if (random.nextInt(10) == 0) {
                pause(actor, 50);
            }
        }
        leave(actor, stream);
    }

    private static void leave(Actor actor, TcpStream stream) throws NetException {
        switch (actor.random().nextInt(20)) {
            case 0, 1 -> stream.closeReset();
            case 2 -> stream.shutdown(Shutdown.WRITE);
            default -> stream.close();
        }
    }

    private void pause(Actor actor, int atMostMillis) {
        actor.at("pauses");
        try {
            Tasks.sleep(Duration.ofMillis(actor.random().nextInt(atMostMillis)));
        } catch (InterruptedException e) {
            // A disruptor's: the pause is over.
        } catch (NetException e) {
            stage.tolerate(e);
        }
    }
}
