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

    provides System.LoggerFinder with
            dev.minato.cli.StandardErrorLoggers;
}
