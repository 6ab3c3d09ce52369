/// Distributions of durations, counted without locks: [Histogram], and [HistogramSnapshot], which tells their
/// quantiles. No socket, no clock, no thread.
package dev.minato.metrics;
