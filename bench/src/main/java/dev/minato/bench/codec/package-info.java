/// What `bench/run codecs` measures with JMH: decoding in memory, Minato's decoders beside Netty's.
@NullMarked
package dev.minato.bench.codec;

import org.jspecify.annotations.NullMarked;
