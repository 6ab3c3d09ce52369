/// Load generators in Java, for machines without a C compiler: the same arguments, messages and output as those
/// in `bench/native`. They cost more than some servers, so that CPU a request counts and throughput does not.
@NullMarked
package dev.minato.bench.load;

import org.jspecify.annotations.NullMarked;
