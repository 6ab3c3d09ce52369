/// jcstress tests of what the platforms on a kernel have in common.
@NullMarked
package dev.minato.platform.kernel;

import org.jspecify.annotations.NullMarked;
