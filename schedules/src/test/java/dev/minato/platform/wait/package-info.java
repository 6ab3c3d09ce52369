/// Searches through the schedules of what only its package sees.
@org.jspecify.annotations.NullMarked
package dev.minato.platform.wait;
