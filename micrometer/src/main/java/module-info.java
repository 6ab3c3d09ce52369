import org.jspecify.annotations.NullMarked;

/// Minato's servers in Micrometer: what they count as meters, in any registry.
@NullMarked
@SuppressWarnings("requires-transitive-automatic") // Micrometer's module has a name, and no descriptor
module dev.minato.micrometer {
    requires static org.jspecify;
    requires transitive dev.minato;
    requires transitive micrometer.core;

    exports dev.minato.micrometer;
}
