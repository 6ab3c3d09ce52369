/// The driver of the bench: starts servers and loads as processes, measures them in turns, and prints tables.
///
/// ```
/// Bench        what is asked for: peers, rounds, one of the further measurements, or all of it (Full)
/// Peers        Groups of servers that run at once, a Generation of each in turn → Results, Goals → ResultsFile
/// Rounds       candidates and shapes as a Schedule says, interleaved   → Results → Report, Json, Chart
/// FirstSecond, Idle, Growth, Allocation, SystemCalls, Micro, Fairness  → Finding
/// Goals        what was wanted beside what Results and Findings say
///    Candidates  what can be measured         Tools    how it is started here
///    Server      one that runs                Load     one load, and what it measured
/// ```
@NullMarked
package dev.minato.bench;

import org.jspecify.annotations.NullMarked;
