/// jcstress tests of what the tasks of a client and its callers share.
@NullMarked
package dev.minato.client;

import org.jspecify.annotations.NullMarked;
