/// What `minato game` shows: the terminal client's screen and keys, and the measurements and the chart of the report.
///
/// ```
///  Terminal ──▶ Keys            Report ──▶ Observation ──▶ Drawing, Track
///     └──▶ Screen                 └──▶ Measurement, ReportChart
/// ```
@org.jspecify.annotations.NullMarked
package dev.minato.cli.game;
