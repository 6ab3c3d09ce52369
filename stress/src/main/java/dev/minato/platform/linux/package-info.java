/// jcstress tests of what threads share on the linux platform: its descriptors, the sleep of its loops, and the
/// readiness of its sockets. In the platform's own package, which shows these to nobody else.
@NullMarked
package dev.minato.platform.linux;

import org.jspecify.annotations.NullMarked;
