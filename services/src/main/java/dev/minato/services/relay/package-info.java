/// A UDP relay that behaves like a bad network, for tests and measurements: it loses, delays, duplicates and
/// reorders datagrams, by decisions that a seed repeats.
///
/// ```
///                 ┌────────────────────── LossyRelay ──────────────────────┐
///  client 0 ────▶ │ front socket ─▶ Link ─▶ DelayQueue ─▶ socket of client 0 │ ────▶ server
///  client 1 ────▶ │      ▲                      │         socket of client 1 │ ────▶
///                 │      └──────────────────────┴──◀── Link ◀───────┘       │ ◀────
///                 └────────────────────────────────────────────────────────┘
/// ```
@org.jspecify.annotations.NullMarked
package dev.minato.services.relay;
