package dev.minato.client;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/// A client of a server that answers each request with one reply: a pool of connections, pipelined or not, that
/// are made when they are needed and made again when they die.
///
/// {@snippet file="dev/minato/examples/rpc/RpcClient.java" region="client"}
///
/// **Replies find their requests** by their order, one for each request, or by ids
/// ([TcpClientBuilder#matching]), in any order. A codec whose messages are views must give copies
/// ([Decoder#andThen]): a reply goes to another task than the one that reads.
///
/// **Time.** A request has [TcpClientBuilder#requestTimeout], from the call to the reply: for its turn, a
/// connection and the reply together; the deadline of the caller's scope applies, too. Who leaves early, or is
/// interrupted, leaves the connection usable: the late reply is dropped when it comes. The connection is closed
/// when half of its places (and more than two) are held by such requests, or nothing comes for
/// [TcpClientBuilder#readTimeout] while replies are due.
///
/// **Failures** say whether the request may have been executed. One with the operation `reply`
/// ([#isOutcomeUnknown]) is of a request of which the kernel took at least one byte: it may have been executed,
/// once. Any other is of a request that certainly was not sent: `connect` if there is no connection, `encode` if
/// the encoder refuses it, otherwise `request`. What was certainly not sent when its connection died goes to
/// another one, at most three times; what may have been executed does only if it is
/// [idempotent][TcpClientBuilder#idempotent].
///
/// **While the server is away** requests wait for the attempts to connect ([TcpClientBuilder#retry]), each
/// within its timeout, and fail with `connect` once no attempt is left. By default there is one attempt, so they
/// fail at once. The next request begins anew.
///
/// **Order.** What one task sends is written in that order to one connection, and stays so while
/// [TcpClientBuilder#maxConnections] is 1 and nothing fails.
///
/// Memory is bounded by the settings: at most `maxConnections × maxInFlight` requests have a place, and
/// `maxQueued` callers wait for one. All methods may be called by any thread.
///
/// @param <I> the replies
/// @param <O> the requests
public final class TcpClient<I, O> implements AutoCloseable {
    private static final int MAX_WAIT_QUEUES = 1024;

    private final ClientSettings<I, O> settings;
    private final Pool<I, O> pool;
    private final Parker parker = Scope.current().platform().parker();

    /// Where callers wait for their replies. Each is used in turn, so that the memory of a wait is used again, and
    /// two who share one are seldom there at once.
    private final WaitQueue[] waitQueues;

    /// Miscounted by several threads at once, which does no harm.
    private int next;

    TcpClient(ClientSettings<I, O> settings) {
        this.settings = settings;
        this.pool = new Pool<>(settings);
        int places = Math.min(MAX_WAIT_QUEUES, settings.maxConnections() * settings.maxInFlight());
        this.waitQueues = new WaitQueue[Integer.highestOneBit(places) * 2];
        for (int i = 0; i < waitQueues.length; i++) {
            waitQueues[i] = new WaitQueue(parker);
        }
    }

    /// Begins a client whose connections have a codec each, which `codecs` makes.
    ///
    /// @param <I> the replies
    /// @param <O> the requests
    public static <I, O> TcpClientBuilder<I, O> builder(Supplier<? extends Codec<I, O>> codecs) {
        Objects.requireNonNull(codecs, "codecs");
        return new TcpClientBuilder<>(() -> {
            Codec<I, O> codec = codecs.get();
            return new ClientSettings.Framing<>(codec, codec);
        });
    }

    /// Begins a client whose connections have a decoder and an encoder each, which these make.
    ///
    /// @param <I> the replies
    /// @param <O> the requests
    public static <I, O> TcpClientBuilder<I, O> builder(
            Supplier<? extends Decoder<I>> decoders, Supplier<? extends Encoder<O>> encoders) {
        Objects.requireNonNull(decoders, "decoders");
        Objects.requireNonNull(encoders, "encoders");
        return new TcpClientBuilder<>(() -> new ClientSettings.Framing<>(decoders.get(), encoders.get()));
    }

    /// Whether the request that failed so may have been executed: it was sent, at least in part, and no reply
    /// came. False if it certainly was not.
    ///
    /// Portable, also to the log: such a failure has the operation `reply`.
    public static boolean isOutcomeUnknown(NetException failure) {
        return Objects.requireNonNull(failure, "failure").operation().equals(Exchange.REPLY);
    }

    /// Sends a request and returns its reply; as [#send] and [Pending#await] do.
    ///
    /// `TIMED_OUT`, `DEADLINE_EXCEEDED`, `INTERRUPTED`; `CLOSED` once this is closed; `WOULD_BLOCK` if as many
    /// callers wait already as may; the failures of connecting; `ALREADY_EXISTS` if a request with its id is in
    /// flight on that connection; what the encoder says; and `reply` with whatever ended the connection, such as
    /// `UNEXPECTED_EOF` and `CONNECTION_RESET`, or `INVALID_DATA` for a reply that cannot be read.
    public I request(O request) throws NetException {
        return send(request).await();
    }

    /// Sends a request, waiting only until there is a connection with a place for it, or one that is being made;
    /// the reply is awaited later. A task pipelines so.
    ///
    /// Fails as [#request] does before anything is sent; what happens later, [Pending#await] tells.
    public Pending<I> send(O request) throws NetException {
        Objects.requireNonNull(request, "request");
        long deadline = Deadline.after(pool.now(), settings.times().request());
        var exchange = new Exchange<I, O>(request, idOf(request), deadline, pool, waitQueue());
        pool.place(exchange);
        return exchange;
    }

    private Object idOf(O request) {
        var matching = settings.matching();
        return matching.isEmpty()
                ? this
                : Objects.requireNonNull(matching.get().ofRequest().apply(request), "the id of a request");
    }

    private WaitQueue waitQueue() {
        return waitQueues[next++ & (waitQueues.length - 1)];
    }

    /// Returns how many connections there are now, those that are being made included.
    public int connections() {
        return pool.connections();
    }

    /// Returns how many requests have a place on a connection now, those that nobody awaits any more included.
    public int inFlight() {
        return pool.taken();
    }

    /// Returns how many replies were dropped because no request in flight had their id.
    public long strayReplies() {
        return pool.strays();
    }

    /// Refuses new requests with `CLOSED`, waits for at most `grace` until those in flight have their replies,
    /// and closes. A `grace` of zero or less has passed: as [#close].
    ///
    /// An interrupt and the deadline of the caller's scope end the wait, too.
    ///
    /// @return how many requests were in flight at the close
    public int drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        int left = pool.drain(grace);
        close();
        return left;
    }

    /// Ends all connections, and waits until their tasks are over, without heeding an interrupt. Requests fail with
    /// `CLOSED`: those in flight, those that wait for their turn, and all later ones. Closing again does nothing.
    ///
    /// Must not be called by a task of the client, which is where the [Connector] and the [Handshake] run.
    @Override
    public void close() {
        pool.close();
    }
}
