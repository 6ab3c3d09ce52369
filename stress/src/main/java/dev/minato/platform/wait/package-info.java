/// jcstress tests of what waiters share with the timer thread. In the package of what they test,
/// which shows it to nobody else.
@NullMarked
package dev.minato.platform.wait;

import org.jspecify.annotations.NullMarked;
