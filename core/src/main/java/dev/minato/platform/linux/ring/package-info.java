/// io_uring(7): what event loops wait with in place of epoll, where it is asked for and can be had.
///
/// ```
///  LoopRing ── Ring ── RingCalls, RingAbi      one loop's; the queues shared with the kernel; its calls and layouts
///     │    ├── Submissions                     what the kernel is to take
///     │    └── OperationTable                  what is under way
///     ├── ProvidedBuffers                      what the kernel receives into
///     └── GatheredSends                        what tasks send in a round
///
///  RingOperation                               the receiver of a completion
///  HandedSubmission                            what another thread has asked the loop to submit
///  Inbound                                     the right to read from a stream, and the piece that the ring has
///  RingProbe ── RingKernel                     whether there is a ring to be had
/// ```
///
/// It knows no socket and no loop. Everything but [Inbound] and [HandedSubmission] is confined to the loop's
/// thread.
package dev.minato.platform.linux.ring;
