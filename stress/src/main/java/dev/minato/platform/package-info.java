/// jcstress tests of what waiters share with the timer thread. In the platform's own package, which shows it to
/// nobody else.
@NullMarked
package dev.minato.platform;

import org.jspecify.annotations.NullMarked;
