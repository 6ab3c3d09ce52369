/* The limit of TCP echo on io_uring: one thread, one system call a round. Accepts and receives are asked for once and go on
 * (multishot), received bytes are in buffers of a ring, and sockets are slots of the io_uring and no descriptors.
 *
 *     accept ──▶ slot ──▶ receive ──▶ buffer, buffer … ──▶ send, one at a time and of all that wait ──▶ back to the ring
 */
#define _GNU_SOURCE
#include "echo.h"
#include "ring.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/uio.h>

#define BUFFERS 4096u
#define BUFFER 4096u
#define SLOTS 16384
#define GATHERED 16

enum what { ACCEPT, RECEIVE, SEND, CLOSE, STDIN };

struct connection {
    int first, last;     /* of the buffers that wait to be sent, through `next`; -1 if none does */
    unsigned sending;    /* how many of them are being sent */
    int ended;
    struct iovec parts[GATHERED];
    struct msghdr message;
};

static struct ring ring;
static struct io_uring_buf_ring *free_buffers;
static uint16_t free_tail;
static unsigned char *buffers;
static int next[BUFFERS];
static unsigned length[BUFFERS];
static struct connection connections[SLOTS];
static int starved[SLOTS], starving; /* connections that found no buffer */

static struct io_uring_sqe *begin(enum what what, int slot, uint8_t code) {
    struct io_uring_sqe *entry = next_entry(&ring);
    entry->opcode = code;
    entry->fd = slot;
    entry->flags = IOSQE_FIXED_FILE;
    entry->user_data = (uint64_t) what << 32 | (unsigned) slot;
    return entry;
}

static void receive(int slot) {
    struct io_uring_sqe *entry = begin(RECEIVE, slot, IORING_OP_RECV);
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags |= IOSQE_BUFFER_SELECT;
}

static void accept_all(int listener) {
    struct io_uring_sqe *entry = begin(ACCEPT, listener, IORING_OP_ACCEPT);
    entry->flags = 0;
    entry->ioprio = IORING_ACCEPT_MULTISHOT;
    entry->file_index = IORING_FILE_INDEX_ALLOC;
}

static void watch_stdin(void) {
    static char byte;
    struct io_uring_sqe *entry = begin(STDIN, STDIN_FILENO, IORING_OP_READ);
    entry->flags = 0;
    entry->addr = (uintptr_t) &byte;
    entry->len = 1;
    entry->off = (uint64_t) -1;
}

/* Gives a buffer back to the kernel, and lets one receive that had none. */
static void give_back(unsigned buffer) {
    struct io_uring_buf *entry = &free_buffers->bufs[free_tail++ & (BUFFERS - 1)];
    entry->addr = (uintptr_t) (buffers + (size_t) buffer * BUFFER);
    entry->len = BUFFER;
    entry->bid = (uint16_t) buffer;
    __atomic_store_n(&free_buffers->tail, free_tail, __ATOMIC_RELEASE);
    if (starving > 0) {
        int slot = starved[--starving];
        receive(slot);
    }
}

static void drop(struct connection *c, unsigned count) {
    for (; count > 0; count--) {
        unsigned buffer = (unsigned) c->first;
        c->first = next[buffer];
        give_back(buffer);
    }
}

static void send_waiting(int slot) {
    struct connection *c = &connections[slot];
    for (int buffer = c->first; buffer >= 0 && c->sending < GATHERED; buffer = next[buffer]) {
        c->parts[c->sending++] = (struct iovec) {buffers + (size_t) buffer * BUFFER, length[buffer]};
    }
    struct io_uring_sqe *entry = begin(SEND, slot, c->sending == 1 ? IORING_OP_SEND : IORING_OP_SENDMSG);
    if (c->sending == 1) {
        entry->addr = (uintptr_t) c->parts[0].iov_base;
        entry->len = (unsigned) c->parts[0].iov_len;
    } else {
        c->message = (struct msghdr) {.msg_iov = c->parts, .msg_iovlen = c->sending};
        entry->addr = (uintptr_t) &c->message;
        entry->len = 1;
    }
    entry->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
}

static void end_if_done(int slot) {
    struct connection *c = &connections[slot];
    if (c->ended && c->sending == 0) {
        while (c->first >= 0) {
            drop(c, 1);
        }
        struct io_uring_sqe *entry = begin(CLOSE, 0, IORING_OP_CLOSE);
        entry->flags = 0;
        entry->file_index = (unsigned) slot + 1;
    }
}

static void on_accept(int slot) {
    if (slot >= 0) {
        connections[slot].first = -1;
        connections[slot].sending = 0;
        connections[slot].ended = 0;
        receive(slot);
    }
}

static void on_received(int slot, int result, unsigned flags) {
    struct connection *c = &connections[slot];
    if (result == -ENOBUFS) {
        starved[starving++] = slot;
        return;
    }
    if (result <= 0) {
        c->ended = 1;
        end_if_done(slot);
        return;
    }
    int buffer = (int) (flags >> IORING_CQE_BUFFER_SHIFT);
    length[buffer] = (unsigned) result;
    next[buffer] = -1;
    if (c->first < 0) {
        c->first = buffer;
    } else {
        next[c->last] = buffer;
    }
    c->last = buffer;
    if (c->sending == 0) {
        send_waiting(slot);
    }
    if (!(flags & IORING_CQE_F_MORE)) {
        receive(slot);
    }
}

static void on_sent(int slot, int result) {
    struct connection *c = &connections[slot];
    drop(c, c->sending);
    c->sending = 0;
    if (result < 0) {
        /* Its receive ends by itself: the connection is gone. */
        while (c->first >= 0) {
            drop(c, 1);
        }
    }
    if (c->first >= 0) {
        send_waiting(slot);
    }
    end_if_done(slot);
}

static void on_completion(const struct io_uring_cqe *completion, int listener) {
    int slot = (int) (unsigned) completion->user_data;
    switch ((enum what) (completion->user_data >> 32)) {
    case ACCEPT:
        on_accept(completion->res);
        if (!(completion->flags & IORING_CQE_F_MORE)) {
            accept_all(listener);
        }
        break;
    case RECEIVE:
        on_received(slot, completion->res, completion->flags);
        break;
    case SEND:
        on_sent(slot, completion->res);
        break;
    case STDIN:
        exit(0);
    case CLOSE:
        break;
    }
}

static void *pages(size_t bytes) {
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        die("mmap");
    }
    return at;
}

static void skip(void) {
    printf("skip no io_uring as it needs: %s\n", strerror(errno));
    exit(3);
}

static void open_all(void) {
    if (!open_ring(&ring)) {
        skip();
    }
    free_buffers = pages(BUFFERS * sizeof(struct io_uring_buf));
    buffers = pages((size_t) BUFFERS * BUFFER);
    struct io_uring_buf_reg of_buffers = {.ring_addr = (uintptr_t) free_buffers, .ring_entries = BUFFERS};
    struct io_uring_rsrc_register of_slots = {.nr = SLOTS, .flags = IORING_RSRC_REGISTER_SPARSE};
    if (register_with(&ring, IORING_REGISTER_PBUF_RING, &of_buffers, 1) != 0
            || register_with(&ring, IORING_REGISTER_FILES2, &of_slots, sizeof of_slots) != 0) {
        skip();
    }
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back(i);
    }
}

int main(void) {
    open_all();
    int listener = bind_to_free_port(SOCK_STREAM | SOCK_CLOEXEC), on = 1;
    /* What is accepted inherits it. */
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (listen(listener, 4096) != 0) {
        die("listen");
    }
    accept_all(listener);
    watch_stdin();
    say_port(listener);
    for (;;) {
        enter(&ring, 1);
        unsigned head = *ring.cq_head, tail = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++) {
            on_completion(&ring.cqes[head & ring.cq_mask], listener);
        }
        __atomic_store_n(ring.cq_head, head, __ATOMIC_RELEASE);
    }
}
