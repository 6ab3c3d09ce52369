package dev.minato.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The requests of one connection that were written and have no reply yet. The writer adds, the reader takes.
sealed interface Replies<I, O> {
    /// Expects a reply to `exchange`; false if a request with the same id is in flight.
    boolean expect(Exchange<I, O> exchange);

    /// Expects none any more, since the request was not written; false if a reply has come all the same.
    boolean withdraw(Exchange<I, O> exchange);

    /// Takes out the request that `reply` answers; null if there is none.
    @Nullable
    Exchange<I, O> take(I reply);

    /// Takes out the request that the next reply answers, whatever is in it; null if none is known.
    @Nullable
    Exchange<I, O> takeNext();

    /// Takes out all.
    List<Exchange<I, O>> takeAll();

    /// Replies that come in the order of the requests.
    final class InOrder<I, O> implements Replies<I, O> {
        /// Guarded by itself.
        private final Deque<Exchange<I, O>> waiting = new ArrayDeque<>();

        @Override
        public boolean expect(Exchange<I, O> exchange) {
            synchronized (waiting) {
                waiting.addLast(exchange);
                return true;
            }
        }

        @Override
        public boolean withdraw(Exchange<I, O> exchange) {
            synchronized (waiting) {
                return waiting.removeLastOccurrence(exchange);
            }
        }

        @Override
        public @Nullable Exchange<I, O> take(I reply) {
            return takeNext();
        }

        @Override
        public @Nullable Exchange<I, O> takeNext() {
            synchronized (waiting) {
                return waiting.pollFirst();
            }
        }

        @Override
        public List<Exchange<I, O>> takeAll() {
            synchronized (waiting) {
                var all = List.copyOf(waiting);
                waiting.clear();
                return all;
            }
        }
    }

    /// Replies in any order, each with the id of its request.
    final class ById<I, O> implements Replies<I, O> {
        private final Map<Object, Exchange<I, O>> waiting = new ConcurrentHashMap<>();
        private final Function<? super I, ?> idOf;

        ById(Function<? super I, ?> idOf) {
            this.idOf = idOf;
        }

        @Override
        public boolean expect(Exchange<I, O> exchange) {
            return waiting.putIfAbsent(exchange.id(), exchange) == null;
        }

        @Override
        public boolean withdraw(Exchange<I, O> exchange) {
            return waiting.remove(exchange.id(), exchange);
        }

        @Override
        public @Nullable Exchange<I, O> take(I reply) {
            return waiting.remove(idOf.apply(reply));
        }

        @Override
        public @Nullable Exchange<I, O> takeNext() {
            return null;
        }

        @Override
        public List<Exchange<I, O>> takeAll() {
            var all = new ArrayList<>(waiting.values());
            waiting.clear();
            return all;
        }
    }
}
