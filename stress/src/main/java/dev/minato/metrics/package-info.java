/// Stress tests of what counts without locks.
package dev.minato.metrics;
