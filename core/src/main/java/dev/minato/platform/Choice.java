package dev.minato.platform;

/// What was chosen for a platform when it was made, for people to read: in the log, and in `minato doctor`.
///
/// @param name what there was to choose, such as `scheduling`
/// @param value what it is, such as `local`
/// @param reason why it is that, in a few words
/// @param advice what to change to get what was asked for; empty if nothing should be changed
public record Choice(String name, String value, String reason, String advice) {
    /// A choice that is as it should be.
    public Choice(String name, String value, String reason) {
        this(name, value, reason, "");
    }
}
