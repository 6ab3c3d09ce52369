/// The programs that are measured, nearly all of them echo servers, one small file each, each in a process of its
/// own.
@NullMarked
package dev.minato.bench.server;

import org.jspecify.annotations.NullMarked;
