/// jcstress tests of the reference-counted file descriptor, in its own package.
@NullMarked
package dev.minato.platform.linux.sys;

import org.jspecify.annotations.NullMarked;
