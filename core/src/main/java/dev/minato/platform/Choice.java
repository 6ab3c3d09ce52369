package dev.minato.platform;

/// One choice made for a platform when it was created, for people to read: in the log, and in `minato doctor`.
///
/// @param name the subject, such as `scheduling`
/// @param value the outcome, such as `local`
/// @param reason why it is that, in a few words
/// @param advice what to change to get what was asked for; empty if nothing should be changed
public record Choice(String name, String value, String reason, String advice) {
    /// A choice that is as it should be.
    public Choice(String name, String value, String reason) {
        this(name, value, reason, "");
    }
}
