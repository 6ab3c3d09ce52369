package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.NetException;
import dev.minato.platform.TryFile;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.FileCalls;
import dev.minato.platform.linux.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;

/// A file behind a descriptor of its own, as sendfile(2) needs it.
final class LinuxFile implements TryFile {
    /// The encoding that the JDK has for names of files.
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    final int fd;

    private LinuxFile(int fd) {
        this.fd = fd;
    }

    /// Non-blocking for the case that it has become a pipe meanwhile, whose open(2) would wait.
    static LinuxFile open(Path path) throws NetException {
        TryFile.checkRegular(path);
        try (var arena = Arena.ofConfined()) {
            byte[] name = path.toString().getBytes(FILE_NAMES);
            MemorySegment memory = arena.allocate(name.length + 1L);
            MemorySegment.copy(name, 0, memory, JAVA_BYTE, 0, name.length);
            int flags = Abi.O_RDONLY | Abi.O_CLOEXEC | Abi.O_NONBLOCK;
            int fd = FileCalls.open(arena.allocate(JAVA_INT), memory, flags);
            if (fd < 0) {
                throw NetException.builder(Errno.kind(-fd), "open file")
                        .detail(path.toString())
                        .osError(-fd)
                        .build();
            }
            return new LinuxFile(fd);
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(into.remaining());
            long count = FileCalls.pread(arena.allocate(JAVA_INT), fd, bytes, position);
            if (count < 0) {
                throw Errno.of("read file", (int) -count);
            }
            into.put(bytes.asSlice(0, count).asByteBuffer());
            return count == 0 ? -1 : (int) count;
        }
    }

    @Override
    public void close() {
        try (var arena = Arena.ofConfined()) {
            int _ = Libc.close(arena.allocate(JAVA_INT), fd);
        }
    }
}
