package dev.minato.platform.jdk;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/// The close of a channel that could not be set up: the first failure is the one to report.
final class Closing {
    private Closing() {}

    static void quietly(SelectableChannel channel, Throwable because) {
        try {
            channel.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
