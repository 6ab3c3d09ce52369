package dev.minato.services.dns;

import dev.minato.address.HostPort;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The name servers of this machine and how they are asked, as resolv.conf(5) says.
///
/// Understood are `nameserver`, of which the first three count, and `options` with `timeout` (1 to 30
/// seconds) and `attempts` (1 to 5); everything else is passed over, `search` and `ndots` included, since
/// names are taken as they are given.
///
/// @param servers port 53 of each; of the machine itself (127.0.0.1) if none is named
/// @param timeout how long one attempt waits; 5 s where nothing is said
/// @param attempts how often a server is asked; 2 where nothing is said
public record ResolvConf(List<SocketAddr> servers, Duration timeout, int attempts) {
    /// Where it is: `/etc/resolv.conf`.
    public static final Path FILE = Path.of("/etc/resolv.conf");

    private static final int MAX_SERVERS = 3;
    private static final int DNS = 53;

    /// Copies the list.
    public ResolvConf {
        servers = List.copyOf(servers);
    }

    /// Reads [#FILE]; a file that is not there is an empty one. `PERMISSION_DENIED`, or `OTHER`, if it
    /// cannot be read.
    public static ResolvConf system() throws NetException {
        return read(FILE);
    }

    /// Reads such a file; as [#system].
    public static ResolvConf read(Path file) throws NetException {
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return parse("");
        } catch (IOException e) {
            ErrorKind kind = e instanceof AccessDeniedException ? ErrorKind.PERMISSION_DENIED : ErrorKind.OTHER;
            throw NetException.builder(kind, "read")
                    .address(file)
                    .detail(String.valueOf(e.getMessage()))
                    .cause(e)
                    .build();
        }
    }

    /// Reads the text of such a file; what is malformed in it is passed over.
    public static ResolvConf parse(String text) {
        var servers = new ArrayList<SocketAddr>();
        int timeout = 5;
        int attempts = 2;
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() > 1 && words.getFirst().equals("nameserver") && servers.size() < MAX_SERVERS) {
                server(words.get(1)).ifPresent(servers::add);
            } else if (words.getFirst().equals("options")) {
                timeout = option(words, "timeout:", 30, timeout);
                attempts = option(words, "attempts:", 5, attempts);
            }
        }
        if (servers.isEmpty()) {
            servers.add(SocketAddr.of(Ipv4Addr.LOCALHOST, DNS));
        }
        return new ResolvConf(servers, Duration.ofSeconds(timeout), attempts);
    }

    private static Optional<SocketAddr> server(String address) {
        try {
            return new HostPort(address, DNS).literal();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The last one of several counts; the value is cut to what is allowed.
    private static int option(List<String> words, String name, int max, int old) {
        int value = old;
        for (String word : words) {
            if (word.startsWith(name) && word.substring(name.length()).matches("[0-9]{1,9}")) {
                value = Math.clamp(Integer.parseInt(word.substring(name.length())), 1, max);
            }
        }
        return value;
    }
}
