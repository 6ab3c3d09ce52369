package dev.minato.framed;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A guard of what is for one task at a time: a word that each call takes, and gives back when it ends.
///
/// ```
///            begin()
///     FREE ──────────▶ IN_USE ──endForGood()──▶ OVER        begin() elsewhere: IllegalStateException
///      ▲                 │
///      └───── end() ◀────┘
/// ```
///
/// Nobody waits for it, and it belongs to no thread: tasks may use what it guards one after the other.
final class ExclusiveUse {
    private static final VarHandle WORD = VarHandles.ofField(MethodHandles.lookup(), "word", int.class);
    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int OVER = 2;

    private final String rule;

    @SuppressWarnings("unused") // by WORD
    private int word = FREE;

    /// @param rule tells whoever comes second what to do instead
    ExclusiveUse(String rule) {
        this.rule = rule;
    }

    /// Begins a call.
    ///
    /// @throws IllegalStateException if another one is in progress, or this is over
    void begin() {
        if (!tryBegin()) {
            throw new IllegalStateException(isOver() ? "it was split: use its reader and its writer" : rule);
        }
    }

    /// As [#begin], but false in place of the exception.
    boolean tryBegin() {
        return WORD.compareAndSet(this, FREE, IN_USE);
    }

    /// Ends a call.
    void end() {
        WORD.setRelease(this, FREE);
    }

    /// Ends a call, after which there is none.
    void endForGood() {
        WORD.setRelease(this, OVER);
    }

    boolean isOver() {
        return (int) WORD.getAcquire(this) == OVER;
    }
}
