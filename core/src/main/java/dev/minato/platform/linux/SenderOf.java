package dev.minato.platform.linux;

import java.lang.foreign.MemorySegment;

/// Whom the system names with the bytes that it wrote.
interface SenderOf<A> {
    A of(MemorySegment address, int length);
}
