/// Tasks on virtual threads: [Tasks], [Task], [TaskGroup], [TaskCollector], [Signals].
///
/// Cancelling is an interrupt; every wait of Minato heeds it. A deadline set around a piece of code
/// ([Tasks#withDeadline]) bounds every wait in it, Java's own included, and those of the tasks of its groups.
package dev.minato.task;
