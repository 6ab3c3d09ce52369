/// jcstress tests of what the platforms have in common.
@NullMarked
package dev.minato.platform;

import org.jspecify.annotations.NullMarked;
