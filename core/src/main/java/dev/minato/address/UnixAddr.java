package dev.minato.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/// The address of a Unix socket: a path, an abstract name, or none.
///
/// ```
///   path       1 to 107 bytes without NUL       a file that stays until somebody deletes it
///   abstract   0 to 107 bytes, any of them      Linux only: no file, gone with the socket
///   unnamed    no bytes                         a client, or one of a pair
/// ```
///
/// An address is the bytes that the kernel is given: two addresses are equal if they are of one sort and have
/// the same bytes, so `x.sock` and `./x.sock` differ. Nothing here looks at the file system. The limits are
/// those of Linux; what takes less (macOS 103 bytes of a path, the JDK 106) says so with `INVALID_INPUT` when
/// the address is used.
///
/// Immutable, and safe to share between threads. Follows `std::os::unix::net::SocketAddr` and unix(7).
public final class UnixAddr {
    /// The longest path, and the longest abstract name, in bytes.
    public static final int MAX_BYTES = 107;

    private static final UnixAddr UNNAMED = new UnixAddr(Sort.UNNAMED, new byte[0]);

    /// The charset in which the JDK passes paths to the kernel.
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private enum Sort {
        UNNAMED,
        PATH,
        ABSTRACT
    }

    private final Sort sort;
    private final byte[] bytes;

    private UnixAddr(Sort sort, byte[] bytes) {
        this.sort = sort;
        this.bytes = bytes;
    }

    /// The address of the socket at `path`, as [Path#of] reads it; a relative one starts at the process's
    /// directory.
    ///
    /// @throws AddressParseException if the path is empty, has a NUL, is longer than [#MAX_BYTES], or has chars
    /// that the file system's encoding lacks
    public static UnixAddr ofPath(String path) {
        Objects.requireNonNull(path, "path");
        int nul = path.indexOf('\0');
        if (nul >= 0) {
            throw pathError(path, nul, "NUL in a path");
        }
        try {
            return ofPath(Path.of(path));
        } catch (InvalidPathException e) {
            throw pathError(path, Math.max(0, e.getIndex()), e.getReason());
        }
    }

    /// The address of the socket at `path`; as [#ofPath(String)].
    ///
    /// @throws IllegalArgumentException also if the path is not one of the default file system
    public static UnixAddr ofPath(Path path) {
        Objects.requireNonNull(path, "path");
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("not a path of the default file system: " + path);
        }
        String text = path.toString();
        byte[] bytes = text.getBytes(FILE_NAMES);
        checkPath(text, bytes);
        return new UnixAddr(Sort.PATH, bytes);
    }

    /// The address of the socket at the path with these bytes, in whatever encoding: as a system reports it.
    ///
    /// @throws AddressParseException if there is none, one is NUL, or there are more than [#MAX_BYTES]; the
    ///     position counts bytes
    public static UnixAddr ofPathBytes(byte[] path) {
        Objects.requireNonNull(path, "path");
        byte[] bytes = path.clone();
        checkPath(latin1(bytes), bytes);
        return new UnixAddr(Sort.PATH, bytes);
    }

    /// The address with an abstract name: any bytes, also none, also NUL. The NUL by which the kernel tells a
    /// name from a path is not part of it.
    ///
    /// @throws AddressParseException if there are more than [#MAX_BYTES]
    public static UnixAddr ofAbstract(byte[] name) {
        Objects.requireNonNull(name, "name");
        byte[] bytes = name.clone();
        if (bytes.length > MAX_BYTES) {
            throw tooLong("abstract Unix name", latin1(bytes), bytes.length);
        }
        return new UnixAddr(Sort.ABSTRACT, bytes);
    }

    /// The address with an abstract name in UTF-8; as [#ofAbstract(byte[])].
    public static UnixAddr ofAbstract(String name) {
        Objects.requireNonNull(name, "name");
        return ofAbstract(name.getBytes(UTF_8));
    }

    /// The address of a socket that was never bound.
    public static UnixAddr unnamed() {
        return UNNAMED;
    }

    /// The same address as the JDK has it; unnamed if its path is empty.
    public static UnixAddr of(UnixDomainSocketAddress address) {
        Objects.requireNonNull(address, "address");
        Path path = address.getPath();
        return path.toString().isEmpty() ? UNNAMED : ofPath(path);
    }

    /// Whether there is neither a path nor a name.
    public boolean isUnnamed() {
        return sort == Sort.UNNAMED;
    }

    /// Whether there is a path.
    public boolean isPath() {
        return sort == Sort.PATH;
    }

    /// Whether there is an abstract name, which may be empty.
    public boolean isAbstract() {
        return sort == Sort.ABSTRACT;
    }

    /// The path; empty if there is none, or if its bytes are no text in the file system's encoding, so that
    /// Java has no [Path] for them ([#bytes()] has them then).
    public Optional<Path> asPath() {
        if (sort != Sort.PATH) {
            return Optional.empty();
        }
        try {
            var text = FILE_NAMES.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(Path.of(text.toString()));
        } catch (CharacterCodingException | InvalidPathException noText) {
            return Optional.empty();
        }
    }

    /// The bytes of the abstract name in a new array; empty if there is none.
    public Optional<byte[]> asAbstractName() {
        return sort == Sort.ABSTRACT ? Optional.of(bytes.clone()) : Optional.empty();
    }

    /// The bytes of the path or of the name, without NULs around them, in a new array; none if unnamed.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddr that && sort == that.sort && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * sort.hashCode() + Arrays.hashCode(bytes);
    }

    /// For people: `unix /run/x.sock`, `unix @name` or `unix (unnamed)`. What is not printable ASCII is escaped
    /// by byte (`\x0a`), and a backslash is doubled.
    @Override
    public String toString() {
        return switch (sort) {
            case UNNAMED -> "unix (unnamed)";
            case PATH -> "unix " + shown(bytes);
            case ABSTRACT -> "unix @" + shown(bytes);
        };
    }

    private static String shown(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= ' ' && b <= '~') {
                text.append((char) b);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static void checkPath(String text, byte[] bytes) {
        if (bytes.length == 0) {
            throw pathError(text, 0, "path is empty");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw pathError(text, i, "NUL in a path");
            }
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLong("Unix path", text, bytes.length);
        }
    }

    private static AddressParseException pathError(String text, int position, String reason) {
        return new AddressParseException("Unix path", text, position, reason);
    }

    private static AddressParseException tooLong(String subject, String text, int length) {
        return new AddressParseException(subject, text, 0, length + " bytes, more than " + MAX_BYTES);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
