/// jcstress tests of what [Readiness] is built of.
@NullMarked
package dev.minato.net.poll;

import org.jspecify.annotations.NullMarked;
