package dev.minato.address;

import java.util.OptionalInt;

/// Who was at the other end of a Unix socket when it connected, as the system vouches for it.
///
/// @param processId its process; empty where the system does not say
/// @param userId its user
/// @param groupId its group
public record UnixCredentials(OptionalInt processId, int userId, int groupId) {}
