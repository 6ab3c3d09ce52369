package dev.minato.services.dns;

import dev.minato.codec.LengthCodec;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Outbox;
import dev.minato.server.RequestHandler;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.task.Permits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// Queries over TCP (RFC 7766): any number on a connection, each answered as soon as its answer is there,
/// in any order.
///
/// ```
///   ┌────────┬─────────┬────────┬─────────┬─ ─
///   │ length │ message │ length │ message │        two bytes each
///   └────────┴─────────┴────────┴─────────┴─ ─
/// ```
///
/// A connection has so many queries in progress; further ones are read when one of them is answered.
final class DnsConnections implements ConnectionHandler {
    /// The most bytes of a query; a longer one ends the connection.
    static final int MAX_QUERY = 4096;

    /// How many queries of a connection wait for an answer.
    static final int MAX_IN_PROGRESS = 8;

    /// Between two looks at the outbox, those in progress are answered, and one more is asked.
    static final int OUTBOX = MAX_IN_PROGRESS + 2;

    private static final int MAX_MESSAGE = 65_535;
    private static final int PREFIX = 2;

    private final DnsForwarder forwarder;

    DnsConnections(DnsForwarder forwarder) {
        this.forwarder = forwarder;
    }

    @Override
    public void handle(Connection connection) throws Exception {
        var prefix = LengthCodec.ofBytes(PREFIX);
        try (var session =
                new Session<>(connection, prefix.decoder(PREFIX + MAX_QUERY), prefix.codec(PREFIX + MAX_MESSAGE))) {
            var conversation = new Conversation(forwarder, session.openOutbox(OUTBOX, SlowReaderPolicy.CLOSE));
            session.serve(conversation);
            conversation.awaitAnswers(session);
        }
    }

    /// What one connection asks. For the task of the connection.
    private static final class Conversation implements RequestHandler<ByteBuffer, ByteBuffer> {
        private final DnsForwarder forwarder;
        private final Outbox<ByteBuffer> outbox;
        private final Permits inProgress = new Permits(MAX_IN_PROGRESS);

        Conversation(DnsForwarder forwarder, Outbox<ByteBuffer> outbox) {
            this.forwarder = forwarder;
            this.outbox = outbox;
        }

        @Override
        public void handle(ByteBuffer message, Session<ByteBuffer, ByteBuffer> session) throws Exception {
            switch (QueryCheck.of(message)) {
                case QueryCheck.Taken(Query query) -> take(query, session);
                case QueryCheck.Failed failed -> {
                    forwarder.counts().add(failed.result());
                    var reply = ByteBuffer.allocate(message.remaining() + Reply.OPT_LENGTH);
                    Reply.error(message, failed, reply);
                    session.write(reply);
                }
                case QueryCheck.Ignored(QueryResult result) -> {
                    forwarder.counts().add(result);
                    session.end();
                }
            }
        }

        private void take(Query query, Session<ByteBuffer, ByteBuffer> session) throws Exception {
            Optional<ByteBuffer> known = forwarder.fromCache(query, MAX_MESSAGE);
            if (known.isPresent()) {
                session.write(known.get());
                return;
            }
            awaitPlace(session);
            forwarder.ask(query, MAX_MESSAGE, reply -> {
                boolean _ = outbox.push(reply);
                inProgress.release();
            });
        }

        /// Waits until one more may be in progress; what is answered leaves before.
        private void awaitPlace(Session<ByteBuffer, ByteBuffer> session) throws Exception {
            if (!inProgress.tryAcquire()) {
                session.pause(Duration.ZERO);
                session.flush();
                inProgress.acquire();
            }
        }

        @Override
        public void refuse(NetException failure, Session<ByteBuffer, ByteBuffer> session) throws NetException {
            throw failure;
        }

        /// Sends answers until all queries have theirs, also when the peer has nothing more to ask.
        void awaitAnswers(Session<ByteBuffer, ByteBuffer> session) throws Exception {
            for (int i = 0; i < MAX_IN_PROGRESS; i++) {
                awaitPlace(session);
            }
        }
    }
}
