/// jcstress tests of what [Readiness] is built of.
@NullMarked
package dev.minato.net;

import org.jspecify.annotations.NullMarked;
