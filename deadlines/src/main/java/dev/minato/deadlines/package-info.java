/// Deadlines of tests: a test that hangs fails, a run that hangs ends, and both print the stacks of all
/// threads.
///
/// JUnit finds both listeners on the class path.
@NullMarked
package dev.minato.deadlines;

import org.jspecify.annotations.NullMarked;
