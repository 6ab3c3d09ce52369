package dev.minato.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/// The PEM reader: blocks of base64 between a `BEGIN` and an `END` line, with any text around them (RFC 7468,
/// section 2, the lax form).
///
/// ```
/// any text                          passed over
/// -----BEGIN EC PRIVATE KEY-----    label
/// Proc-Type: 4,ENCRYPTED            headers of RFC 1421, up to an empty line
///
/// MHcCAQEEIL…                       base64, with white space anywhere
/// -----END EC PRIVATE KEY-----      the same label
/// ```
///
/// Lines end with CR, LF or both. A block may be indented.
final class Pem {
    private static final String BEGIN = "-----BEGIN";
    private static final String END = "-----END";
    private static final String DASHES = "-----";
    /// Of UTF-8, at the start of a file that an editor wrote, or within one that was put together of such.
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private static final int SEQUENCE = 0x30;

    private final Iterator<String> lines;
    private int line;

    private Pem(String text) {
        this.lines = text.lines().iterator();
    }

    /// The blocks of a text, in order; at least one.
    static List<PemBlock> read(byte[] text) throws MalformedException {
        if (text.length > 0 && text[0] == SEQUENCE) {
            throw new MalformedException("it is not PEM but binary: DER, or a key store");
        }
        // Every byte is a char, so whatever the text around the blocks is, it decodes.
        return new Pem(new String(text, ISO_8859_1)).blocks();
    }

    private List<PemBlock> blocks() throws MalformedException {
        var blocks = new ArrayList<PemBlock>();
        while (lines.hasNext()) {
            String text = next();
            if (text.startsWith(BEGIN)) {
                blocks.add(block(label(text, BEGIN)));
            } else if (text.startsWith(END)) {
                throw malformed("an END line without a BEGIN line");
            }
        }
        if (blocks.isEmpty()) {
            throw new MalformedException(line == 0 ? "it is empty" : "it has no BEGIN line, so it is not PEM");
        }
        return blocks;
    }

    private PemBlock block(String label) throws MalformedException {
        int begin = line;
        boolean isEncrypted = false;
        boolean inHeaders = true;
        var base64 = new ByteArrayOutputStream();
        while (lines.hasNext()) {
            String text = next();
            if (text.startsWith(END)) {
                expectSame(label, label(text, END), begin);
                return new PemBlock(label, begin, isEncrypted, decoded(base64.toByteArray(), begin));
            } else if (text.startsWith(BEGIN)) {
                throw malformed("a BEGIN line, but the block of line " + begin + " has no END line");
            } else if (inHeaders && text.indexOf(':') >= 0) {
                isEncrypted |= text.startsWith("Proc-Type:") && text.contains("ENCRYPTED");
            } else {
                inHeaders = false;
                append(text, base64);
            }
        }
        throw new MalformedException("line " + begin + ": the block " + label + " has no END line");
    }

    private void expectSame(String begun, String ended, int begin) throws MalformedException {
        if (!begun.equals(ended)) {
            throw malformed("END " + ended + ", but line " + begin + " has BEGIN " + begun);
        }
    }

    private void append(String text, ByteArrayOutputStream base64) throws MalformedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isBase64(c)) {
                base64.write(c);
            } else if (c != ' ' && c != '\t' && c != '\f' && c != '\u000b') {
                throw malformed("a character that base64 does not have");
            }
        }
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    private static byte[] decoded(byte[] base64, int begin) throws MalformedException {
        if (base64.length == 0) {
            throw new MalformedException("line " + begin + ": the block is empty");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("line " + begin + ": the base64 of the block is malformed or cut off", e);
        }
    }

    private String label(String text, String keyword) throws MalformedException {
        int end = text.length() - DASHES.length();
        if (end <= keyword.length() || !text.endsWith(DASHES) || text.charAt(keyword.length()) != ' ') {
            throw malformed("a malformed " + keyword.substring(DASHES.length()) + " line");
        }
        return Printable.text(text.substring(keyword.length() + 1, end));
    }

    private String next() {
        line++;
        String text = lines.next().strip();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private MalformedException malformed(String reason) {
        return new MalformedException("line " + line + ": " + reason);
    }

    /// The labels of some blocks, for a message: `CERTIFICATE (line 1), PRIVATE KEY (line 20)`.
    static String labels(List<PemBlock> blocks) {
        return Printable.list(blocks.stream()
                .map(block -> block.label() + " (line " + block.line() + ")")
                .toList());
    }
}
