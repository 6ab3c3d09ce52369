package dev.minato.services.exposition;

import java.util.Objects;
import java.util.regex.Pattern;

/// A label of a sample, such as `service="echo"`.
///
/// @param name letters, digits and underscores, of which a digit is not the first; `__` at its beginning is reserved
/// @param value any text
public record Label(String name, String value) {
    private static final Pattern NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if the name is no label's name
    public Label {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be that of a label, not '" + name + "'");
        }
    }
}
