/// jcstress tests of what [Readiness] is built of.
@NullMarked
package dev.minato.net.ready;

import org.jspecify.annotations.NullMarked;
