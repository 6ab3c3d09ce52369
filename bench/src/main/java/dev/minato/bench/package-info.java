/// The driver of the bench: starts servers and loads as processes, measures them in turns, and prints tables.
///
/// ```
/// Bench        what is asked for: rounds, or one of the further measurements
/// Rounds       every candidate, every shape, in interleaved rounds        → Results → Report, Json, Chart
/// Idle, Growth, Allocation, SystemCalls                                   → Table
///    Candidates  what can be measured         Tools    how it is started here
///    Server      one that runs                Load     one load, and what it measured
/// ```
@NullMarked
package dev.minato.bench;

import org.jspecify.annotations.NullMarked;
