package dev.minato.framed;

import dev.minato.atomic.VarHandles;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A guard of what is for one task at a time: a word that each call takes, and gives back when it ends.
///
/// ```
///            begin()
///     FREE ──────────▶ IN_USE ───── last() ────▶ OVER        begin() elsewhere: IllegalStateException
///      │ ▲                 │
///      │ └───── end() ◀────┤
///      └─tryBeginLast()▶ CLOSING ── end() ──▶ FREE          begin("read") meanwhile: CLOSED
/// ```
///
/// Nobody waits for it, and it belongs to no thread: tasks may use what it guards one after the other.
final class ExclusiveUse {
    private static final VarHandle WORD = VarHandles.ofField(MethodHandles.lookup(), "word", int.class);
    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int OVER = 2;
    private static final int CLOSING = 3;

    private final String rule;

    /// What to use instead once this is over; written before the word is.
    private String over = "";

    @SuppressWarnings("unused") // by WORD
    private int word = FREE;

    /// @param rule tells whoever comes second what to do instead
    ExclusiveUse(String rule) {
        this.rule = rule;
    }

    /// Begins a call that can fail with `CLOSED`, as it does while another task closes: anyone may do that at any
    /// time, and it is no error of the program.
    ///
    /// @throws IllegalStateException as [#begin()]
    void begin(String operation) throws NetException {
        int was = (int) WORD.compareAndExchange(this, FREE, IN_USE);
        if (was == CLOSING) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        if (was != FREE) {
            throw refusal();
        }
    }

    /// Begins a call.
    ///
    /// @throws IllegalStateException if another one is in progress, or this is over
    void begin() {
        if (!tryBegin()) {
            throw refusal();
        }
    }

    private IllegalStateException refusal() {
        return new IllegalStateException(isOver() ? over : rule);
    }

    /// Begins a call; false if it may not.
    boolean tryBegin() {
        return WORD.compareAndSet(this, FREE, IN_USE);
    }

    /// Begins the close; false if a call is in progress, or this is over.
    boolean tryBeginLast() {
        return WORD.compareAndSet(this, FREE, CLOSING);
    }

    /// Ends a call.
    void end() {
        WORD.setRelease(this, FREE);
    }

    /// Makes a call that has begun the last one, if it succeeds; one that throws is over as any other.
    ///
    /// @param instead tells whoever calls afterwards what to use
    <T, X extends Throwable> T last(String instead, Last<T, X> call) throws X {
        boolean isLast = false;
        try {
            T result = call.run();
            isLast = true;
            return result;
        } finally {
            if (isLast) {
                endForGood(instead);
            } else {
                end();
            }
        }
    }

    /// A call after which there is none.
    interface Last<T, X extends Throwable> {
        T run() throws X;
    }

    /// Ends a call, after which there is none.
    void endForGood(String instead) {
        over = instead;
        WORD.setRelease(this, OVER);
    }

    boolean isOver() {
        return state() == OVER;
    }

    private int state() {
        return (int) WORD.getAcquire(this);
    }
}
