package dev.minato.platform.jdk;

import dev.minato.platform.Interest;

/// The answers of a socket to its registration, about one direction.
interface ChannelSource {
    /// The operation to select for in that direction, one of the `OP_` constants of
    /// [SelectionKey][java.nio.channels.SelectionKey].
    int operation(Interest interest);

    /// Whether user space holds something to be read, where a selector does not see it. Whoever puts it there
    /// calls [ReadinessState#wakeAll] afterwards.
    boolean isHeld(Interest interest);
}
