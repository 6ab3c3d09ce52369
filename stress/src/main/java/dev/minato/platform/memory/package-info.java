/// jcstress tests of streams in memory.
@NullMarked
package dev.minato.platform.memory;

import org.jspecify.annotations.NullMarked;
