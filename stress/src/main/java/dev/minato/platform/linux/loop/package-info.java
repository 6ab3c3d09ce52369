/// jcstress tests of what event loops and tasks share: the sleep of a loop, its slots, and the readiness of
/// sockets. In the package of what they test, which shows these to nobody else.
@NullMarked
package dev.minato.platform.linux.loop;

import org.jspecify.annotations.NullMarked;
