/// Clients that pipeline requests over one connection, beside Lettuce, and the server that both speak with.
@NullMarked
package dev.minato.bench.resp;

import org.jspecify.annotations.NullMarked;
