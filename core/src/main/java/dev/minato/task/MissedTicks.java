package dev.minato.task;

/// The behaviour of a [Ticker] after ticks that nobody took in time (tokio's `MissedTickBehavior`).
///
/// The ticks of a period of 1 s whose third one is followed by 2.4 s of work, by the time and the number that
/// [Ticker#tick()] returns:
///
/// ```
///  seconds   0      1      2      3      4    4.4    5    5.4    6    6.4
///  due       0      1      2      3      4           5           6
///  BURST     0      1      2 ─────────────── 3,4     5           6
///  DELAY     0      1      2 ─────────────── 3            4            5
///  SKIP      0      1      2 ─────────────── 4       5           6
/// ```
public enum MissedTicks {
    /// Makes up for each: they come at once, one after another, until the schedule is caught up with. For work
    /// that must be done as often as time has passed, such as the steps of a simulation.
    BURST,

    /// Moves the schedule: the next tick comes a period after the late one was taken. The numbers have no gap.
    /// For work that must not come too often, such as asking a server.
    ///
    /// A tick that is less than a period and at most 5 ms late moves nothing, so that the timer's own lateness
    /// does not add up.
    DELAY,

    /// Leaves them out, and their numbers: the tick is the latest that is due, and the schedule stays. For work
    /// that is of no use twice, such as showing the state of the moment.
    SKIP
}
