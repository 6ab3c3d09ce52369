package dev.minato.net.handle;

import java.nio.channels.Channel;
import java.util.Optional;
import java.util.function.Function;

/// The finder of [SpliceEnd]s. Until there is a stream that is a socket, there are none.
final class SpliceEnds {
    static volatile Function<Channel, Optional<SpliceEnd>> finder = _ -> Optional.empty();

    private SpliceEnds() {}
}
