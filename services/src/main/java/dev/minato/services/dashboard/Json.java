package dev.minato.services.dashboard;

import java.util.OptionalLong;

/// A writer of one JSON value (RFC 8259), on one line: what an event of a stream may hold.
///
/// The caller keeps the structure: every `begin` has its `end`, and what is in an object has a name. Text may
/// be anything; half a surrogate pair is written as an escape, so nothing is lost or makes the output
/// malformed.
final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(8 * 1024);
    private boolean needsComma;

    Json beginObject() {
        return begin('{');
    }

    Json beginObject(String name) {
        return name(name).begin('{');
    }

    Json endObject() {
        return end('}');
    }

    Json beginArray(String name) {
        return name(name).begin('[');
    }

    Json endArray() {
        return end(']');
    }

    Json field(String name, String value) {
        return name(name).value(value);
    }

    Json field(String name, long value) {
        return name(name).value(value);
    }

    Json field(String name, boolean value) {
        name(name);
        out.append(value);
        needsComma = true;
        return this;
    }

    /// `null` if it is empty.
    Json field(String name, OptionalLong value) {
        name(name);
        if (value.isPresent()) {
            return value(value.getAsLong());
        }
        out.append("null");
        needsComma = true;
        return this;
    }

    Json value(long value) {
        separate();
        out.append(value);
        needsComma = true;
        return this;
    }

    Json value(String value) {
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
