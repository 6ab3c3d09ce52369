package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An intrusive lock-free MPSC queue, drained in one batch: tasks hand things to a thread that must not block
/// for them, and back.
///
/// ```
///  a node's next:   null ──add()──▶ the node below, or END ──drain()──▶ null
///                   out             in                                  out again
/// ```
///
/// The links are in the nodes, so adding allocates nothing; a node is in one inbox at most, and adding it again
/// does nothing. [#drain] takes a node out *before* it hands it over: who adds it from then on is heard again.
///
/// @param <N> the nodes
@SuppressWarnings("ReferenceEquality") // a link is this node or another
public final class Inbox<N extends Inbox.Node> {
    private static final VarHandle HEAD = VarHandles.ofField(MethodHandles.lookup(), "head", Node.class);

    /// An element of an inbox.
    public abstract static class Node {
        private static final VarHandle NEXT = VarHandles.ofField(MethodHandles.lookup(), "next", Node.class);

        private volatile @Nullable Node next;

        /// A node that is in no inbox.
        protected Node() {}

        /// Whether it is in an inbox.
        final boolean isIn() {
            return next != null;
        }
    }

    private static final Node END = new Node() {};

    private volatile Node head = END;

    /// An empty inbox.
    public Inbox() {}

    /// Puts a node in; false if it was in already.
    public boolean add(N added) {
        Node node = added;
        if (!Node.NEXT.compareAndSet(node, (Node) null, END)) {
            return false;
        }
        Node below = head;
        for (; ; ) {
            node.next = below;
            Node seen = (Node) HEAD.compareAndExchange(this, below, node);
            if (seen == below) {
                return true;
            }
            below = seen;
        }
    }

    /// Whether there is nothing in it.
    public boolean isEmpty() {
        return head == END;
    }

    /// Takes all out and hands them over, in the order in which they were added.
    public void drain(Consumer<? super N> to) {
        if (isEmpty()) {
            return;
        }
        Node node = reversed((Node) HEAD.getAndSet(this, END));
        while (node != END) {
            Node after = linked(node.next);
            node.next = null;
            @SuppressWarnings("unchecked") // only nodes of that type are added
            N taken = (N) node;
            to.accept(taken);
            node = after;
        }
    }

    private static Node reversed(Node newest) {
        Node oldest = END;
        for (Node node = newest; node != END; ) {
            Node below = linked(node.next);
            node.next = oldest;
            oldest = node;
            node = below;
        }
        return oldest;
    }

    private static Node linked(@Nullable Node next) {
        if (next == null) {
            throw new AssertionError("a node that is in has a link");
        }
        return next;
    }
}
