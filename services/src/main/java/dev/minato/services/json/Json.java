package dev.minato.services.json;

import java.util.OptionalLong;

/// A writer of one JSON value (RFC 8259), on one line: what an event of a stream may hold.
///
/// The caller keeps the structure: every `begin` has its `end`, and what is in an object has a name. Text may be
/// anything; half a surrogate pair is written as an escape, so nothing is lost or makes the output malformed.
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(8 * 1024);
    private boolean needsComma;

    /// A writer that has written nothing.
    public Json() {}

    /// Begins an object, where a value may be.
    public Json beginObject() {
        return begin('{');
    }

    /// Begins an object in an object.
    public Json beginObject(String name) {
        return name(name).begin('{');
    }

    /// Ends an object.
    public Json endObject() {
        return end('}');
    }

    /// Begins an array in an object.
    public Json beginArray(String name) {
        return name(name).begin('[');
    }

    /// Ends an array.
    public Json endArray() {
        return end(']');
    }

    /// Writes a text in an object.
    public Json field(String name, String value) {
        return name(name).value(value);
    }

    /// Writes a number in an object.
    public Json field(String name, long value) {
        return name(name).value(value);
    }

    /// Writes a truth in an object.
    public Json field(String name, boolean value) {
        name(name);
        out.append(value);
        needsComma = true;
        return this;
    }

    /// Writes a number in an object, or `null` if it is empty.
    public Json field(String name, OptionalLong value) {
        name(name);
        if (value.isPresent()) {
            return value(value.getAsLong());
        }
        out.append("null");
        needsComma = true;
        return this;
    }

    /// Writes a number in an array.
    public Json value(long value) {
        separate();
        out.append(value);
        needsComma = true;
        return this;
    }

    /// Writes a text in an array.
    public Json value(String value) {
        separate();
        quote(value);
        needsComma = true;
        return this;
    }

    private Json name(String name) {
        separate();
        quote(name);
        out.append(':');
        needsComma = false;
        return this;
    }

    private Json begin(char bracket) {
        separate();
        out.append(bracket);
        needsComma = false;
        return this;
    }

    private Json end(char bracket) {
        out.append(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (Character.isHighSurrogate(next)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(next).append(text.charAt(++i));
            } else {
                put(next);
            }
        }
        out.append('"');
    }

    private void put(char next) {
        switch (next) {
            case '"', '\\' -> out.append('\\').append(next);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (next < ' ' || next == 0x7f || Character.isSurrogate(next)) {
                    escape(next);
                } else {
                    out.append(next);
                }
            }
        }
    }

    private void escape(char next) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(next >> shift & 0xf));
        }
    }

    /// What was written.
    @Override
    public String toString() {
        return out.toString();
    }
}
