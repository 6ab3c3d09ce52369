import org.jspecify.annotations.NullMarked;

/// Programs to read, one a file.
@NullMarked
module dev.minato.examples {
    requires static org.jspecify;
    requires dev.minato;
}
