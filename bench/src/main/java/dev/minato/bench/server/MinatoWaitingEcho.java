package dev.minato.bench.server;

import java.nio.ByteBuffer;

/// Streams of Minato whose idle connections hold no buffer.
final class MinatoWaitingEcho {
    private MinatoWaitingEcho() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.tcp(new WaitingEcho(ByteBuffer::allocateDirect)::serve);
    }
}
