import org.jspecify.annotations.NullMarked;

/// The command `minato`.
@NullMarked
module dev.minato.cli {
    requires static org.jspecify;
    requires dev.minato;
    requires dev.minato.services;
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    // For `game play` and `game report` only: ./minato adds them to those, so that no other start pays for them.
    requires static org.jline.terminal;
    requires static org.jline.terminal.ffm;
    requires static java.desktop;
    requires static VectorGraphics2D;
    requires static xchart;

    provides System.LoggerFinder with
            dev.minato.cli.StandardErrorLoggers;
}
