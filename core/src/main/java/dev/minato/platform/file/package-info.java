/// Threads that may wait for a disk, for callers that wait by [dev.minato.platform.wait.WaitQueue]. Not exported.
package dev.minato.platform.file;
