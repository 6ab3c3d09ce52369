/// jcstress tests of what keeps two tasks from one end of a `Framed`.
@NullMarked
package dev.minato.framed;

import org.jspecify.annotations.NullMarked;
