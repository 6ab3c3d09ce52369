/// The echo servers that are measured, one small file each, each in a process of its own.
@NullMarked
package dev.minato.bench.server;

import org.jspecify.annotations.NullMarked;
