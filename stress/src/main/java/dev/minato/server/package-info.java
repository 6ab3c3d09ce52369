/// jcstress tests of what the tasks of a server share.
@NullMarked
package dev.minato.server;

import org.jspecify.annotations.NullMarked;
