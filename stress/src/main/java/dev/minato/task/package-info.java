/// jcstress tests of what bounds tasks and of what keeps them together.
@NullMarked
package dev.minato.task;

import org.jspecify.annotations.NullMarked;
