/// The service `chat`: rooms, nicknames, and lines that nobody can forge.
///
/// ```
///  ChatService ──▶ Visit ──▶ Nicknames ──▶ Member ──▶ Outbox of the library
///                    │           └──────▶ Name
///                    ├─────▶ Rooms ──▶ Room ──▶ History
///                    └─────▶ PlainText, Pace, Notice
/// ```
package dev.minato.services.chat;
