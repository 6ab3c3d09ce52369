/// Channels between two tasks: `bench/run channels`.
@NullMarked
package dev.minato.bench.channel;

import org.jspecify.annotations.NullMarked;
