package dev.minato.bench.channel;

import com.softwaremill.jox.Channel;
import dev.minato.task.BoundedChannel;
import java.util.concurrent.ArrayBlockingQueue;

/// A bounded queue between two tasks: Minato's, or one of its peers.
interface Pipe {
    void send(Object value) throws Exception;

    Object receive() throws Exception;

    /// The one of that name.
    static Pipe of(String name, int capacity) {
        return switch (name) {
            case "minato" -> new Minato(new BoundedChannel<>(capacity));
            case "jox" -> new Jox(Channel.newBufferedChannel(capacity));
            case "abq" -> new Blocking(new ArrayBlockingQueue<>(capacity));
            default -> throw new IllegalArgumentException("no pipe " + name);
        };
    }

    /// Minato's channel.
    record Minato(BoundedChannel<Object> channel) implements Pipe {
        @Override
        public void send(Object value) throws Exception {
            channel.send(value);
        }

        @Override
        public Object receive() throws Exception {
            return channel.receive().orElseThrow();
        }
    }

    /// Jox's channel.
    record Jox(Channel<Object> channel) implements Pipe {
        @Override
        public void send(Object value) throws Exception {
            channel.send(value);
        }

        @Override
        public Object receive() throws Exception {
            return channel.receive();
        }
    }

    /// The JDK's queue.
    record Blocking(ArrayBlockingQueue<Object> queue) implements Pipe {
        @Override
        public void send(Object value) throws Exception {
            queue.put(value);
        }

        @Override
        public Object receive() throws Exception {
            return queue.take();
        }
    }
}
