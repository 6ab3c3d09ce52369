/// Searches through the schedules of what threads wait on.
@org.jspecify.annotations.NullMarked
package dev.minato.schedules;
