package dev.minato.tls;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file with certificates or a key, which is read whole, and names itself in what is wrong with it.
final class CredentialFile {
    /// 1 MiB: the certificates of all public authorities take 220 KiB.
    static final int MAX_BYTES = 1 << 20;

    private final Path path;
    private final String operation;

    /// @param operation for failures, such as `read key`
    CredentialFile(Path path, String operation) {
        this.path = path;
        this.operation = operation;
    }

    /// What is in it. NOT_FOUND; PERMISSION_DENIED; MESSAGE_TOO_LONG beyond 1 MiB; INVALID_INPUT for a
    /// directory; OTHER.
    byte[] read() throws NetException {
        if (Files.isDirectory(path)) {
            throw failure(ErrorKind.INVALID_INPUT).detail("it is a directory").build();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw failure(ErrorKind.MESSAGE_TOO_LONG)
                        .detail("at most " + MAX_BYTES + " bytes are read")
                        .build();
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw failure(ErrorKind.NOT_FOUND).cause(e).build();
        } catch (AccessDeniedException e) {
            throw failure(ErrorKind.PERMISSION_DENIED).cause(e).build();
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            throw failure(ErrorKind.OTHER)
                    .detail(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    /// What is in it is not what it should be.
    NetException malformed(MalformedException e) {
        return failure(ErrorKind.INVALID_DATA).detail(e.reason()).cause(e).build();
    }

    private NetException.Builder failure(ErrorKind kind) {
        return NetException.builder(kind, operation).address(path);
    }
}
