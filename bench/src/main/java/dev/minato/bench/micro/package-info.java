/// What is measured within one process, by JMH: `bench/run jmh`.
@NullMarked
package dev.minato.bench.micro;

import org.jspecify.annotations.NullMarked;
