package dev.minato.bench.resp;

import dev.minato.client.Pending;
import dev.minato.client.TcpClient;
import dev.minato.error.NetException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.util.ArrayDeque;
import java.util.Queue;

/// A client with one connection, over which requests are pipelined.
interface Store extends AutoCloseable {
    void set(byte[] key, byte[] value) throws Exception;

    byte[] get(byte[] key) throws Exception;

    /// Asks so many times before it awaits the first reply, and awaits all.
    void getMany(byte[] key, int times) throws Exception;

    @Override
    void close();

    /// `minato` or `lettuce`.
    static Store connect(String client, int port) {
        return client.equals("lettuce") ? new OfLettuce(port) : new OfMinato(port);
    }

    /// A [TcpClient] with the codec of the server's bench.
    final class OfMinato implements Store {
        private static final byte[] GET = {'G', 'E', 'T'};
        private static final byte[] SET = {'S', 'E', 'T'};

        private final TcpClient<byte[], byte[][]> client;

        OfMinato(int port) {
            client = TcpClient.<byte[], byte[][]>builder(ClientCodec::new)
                    .address("127.0.0.1", port)
                    .maxConnections(1)
                    .maxInFlight(1024)
                    .build();
        }

        @Override
        public void set(byte[] key, byte[] value) throws NetException {
            byte[] _ = client.request(new byte[][] {SET, key, value});
        }

        @Override
        public byte[] get(byte[] key) throws NetException {
            return client.request(new byte[][] {GET, key});
        }

        @Override
        public void getMany(byte[] key, int times) throws NetException {
            Queue<Pending<byte[]>> pending = new ArrayDeque<>(times);
            for (int i = 0; i < times; i++) {
                pending.add(client.send(new byte[][] {GET, key}));
            }
            for (Pending<byte[]> each : pending) {
                byte[] _ = each.await();
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// Lettuce with its defaults, in version 2 of the protocol. Who asks many times flushes once, as its guide
    /// advises.
    final class OfLettuce implements Store {
        private final RedisClient client;
        private final StatefulRedisConnection<byte[], byte[]> connection;

        OfLettuce(int port) {
            client = RedisClient.create(
                    RedisURI.builder().withHost("127.0.0.1").withPort(port).build());
            client.setOptions(ClientOptions.builder()
                    .protocolVersion(ProtocolVersion.RESP2)
                    .build());
            connection = client.connect(ByteArrayCodec.INSTANCE);
        }

        @Override
        public void set(byte[] key, byte[] value) {
            String _ = connection.sync().set(key, value);
        }

        @Override
        public byte[] get(byte[] key) {
            return connection.sync().get(key);
        }

        @Override
        public void getMany(byte[] key, int times) throws Exception {
            connection.setAutoFlushCommands(false);
            RedisAsyncCommands<byte[], byte[]> commands = connection.async();
            Queue<RedisFuture<byte[]>> pending = new ArrayDeque<>(times);
            for (int i = 0; i < times; i++) {
                pending.add(commands.get(key));
            }
            connection.flushCommands();
            for (RedisFuture<byte[]> each : pending) {
                byte[] _ = each.get();
            }
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown();
        }
    }
}
