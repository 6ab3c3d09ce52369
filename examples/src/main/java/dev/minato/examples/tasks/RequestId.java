package dev.minato.examples.tasks;

import dev.minato.task.Task;
import dev.minato.task.TaskGroup;

/// A number for each request, which the tasks that work for it know, too.
///
/// A task inherits no `ScopedValue` of the program. Its starter captures the value, and the task binds it
/// again: what it gets is there to be seen in the line that starts it.
///
/// ```
/// $ examples/run RequestId
/// request 17: left
/// request 17: right
/// ```
final class RequestId {
    private static final ScopedValue<Integer> REQUEST = ScopedValue.newInstance();

    static void main(String[] args) throws Exception {
        IO.println(handle(17));
    }

    static String handle(int request) throws Exception {
        return ScopedValue.where(REQUEST, request).call(RequestId::answer);
    }

    static String answer() throws Exception {
        try (var group = new TaskGroup()) {
            // @start region="inherit"
            int request = REQUEST.get();
            Task<String> left =
                    group.spawn(() -> ScopedValue.where(REQUEST, request).call(() -> work("left")));
            // @end
            Task<String> right =
                    group.spawn(() -> ScopedValue.where(REQUEST, request).call(() -> work("right")));
            group.join();
            return left.join() + "\n" + right.join();
        }
    }

    static String work(String part) {
        return "request " + REQUEST.get() + ": " + part;
    }

    private RequestId() {}
}
