package dev.minato.address;

import java.util.Objects;
import java.util.OptionalInt;

/// The credentials of the process at the other end of a Unix socket when it connected, as the kernel vouches
/// for them (SO_PEERCRED, unix(7)).
///
/// @param processId its process; empty where the operating system does not tell
/// @param userId its user
/// @param groupId its group
public record UnixCredentials(OptionalInt processId, int userId, int groupId) {
    /// All of them.
    public UnixCredentials {
        Objects.requireNonNull(processId, "processId");
    }
}
