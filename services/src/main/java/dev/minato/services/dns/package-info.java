/// Names of the DNS: a resolver that asks all its servers at once, and what it says; and a forwarder on it.
///
/// ```
///   DnsQuestion ──▶ RacingResolver ──▶ AnswerCache ── known: its TTLs counted down
///                        │ new
///                        ▼
///                     Flights ── one race for all who ask the same at the same time
///                        ▼
///                    Upstreams ──▶ Upstream ── UDP, a socket for each question; cut short: TCP
///                        │    ├──▶ Upstream
///                        │    └──▶ Upstream
///                        ▼ the first good answer
///                  DnsMessages ──▶ DnsAnswer
/// ```
///
/// ```
///   DnsDatagrams ───┐                                         ┌─ known ─▶ Reply
///   DnsConnections ─┴─▶ QueryCheck ─▶ Query ─▶ DnsForwarder ──┴─ new: a task, RacingResolver ─▶ Reply
///                           └── not to be answered, or an error: Reply
/// ```
///
/// Messages travel as bytes; dnsjava writes and reads them, and none of its types is in the API.
@org.jspecify.annotations.NullMarked
package dev.minato.services.dns;
