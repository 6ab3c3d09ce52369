package dev.minato.server;

import java.util.Objects;

/// The key of an attribute of a [Connection]. Each key is one of its own, whatever its name.
///
/// @param <T> the values
public final class AttributeKey<T> {
    private final String name;
    private final Class<T> type;

    private AttributeKey(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /// Makes a key; its name is for people who read it.
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(Objects.requireNonNull(name, "name"), Objects.requireNonNull(type, "type"));
    }

    T cast(Object value) {
        return type.cast(value);
    }

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
