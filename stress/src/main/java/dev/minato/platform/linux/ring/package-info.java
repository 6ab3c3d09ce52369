/// jcstress tests of what the threads of streams and the loop's ring share. In the package of what they test, which
/// shows these to nobody else.
@NullMarked
package dev.minato.platform.linux.ring;

import org.jspecify.annotations.NullMarked;
