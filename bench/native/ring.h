/* An io_uring of one thread, without liburing: entries that are filled in place, and one system call that submits them
 * and waits. Needs Linux 6.1.
 */
#ifndef MINATO_RING_H
#define MINATO_RING_H

#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ENTRIES 4096
#define COMPLETIONS 32768

struct ring {
    int fd;
    unsigned *sq_head, *sq_tail, *cq_head, *cq_tail, sq_mask, cq_mask, tail, submitted;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
};

static int register_with(const struct ring *ring, unsigned what, const void *argument, unsigned count) {
    return (int) syscall(SYS_io_uring_register, ring->fd, what, argument, count);
}

static void *map(int fd, size_t length, uint64_t offset) {
    void *at = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, (off_t) offset);
    if (at == MAP_FAILED) {
        die("mmap");
    }
    return at;
}

/* False where io_uring is missing, or forbidden. */
static int open_ring(struct ring *ring) {
    struct io_uring_params params = {
        .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_CQSIZE,
        .cq_entries = COMPLETIONS};
    ring->fd = (int) syscall(SYS_io_uring_setup, ENTRIES, &params);
    if (ring->fd < 0) {
        return 0;
    }
    size_t submissions = params.sq_off.array + params.sq_entries * sizeof(unsigned);
    size_t completions = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
    /* One mapping for both, as kernels have had it since 5.4. */
    char *at = map(ring->fd, submissions > completions ? submissions : completions, IORING_OFF_SQ_RING);
    ring->sqes = map(ring->fd, params.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    ring->sq_head = (unsigned *) (at + params.sq_off.head);
    ring->sq_tail = (unsigned *) (at + params.sq_off.tail);
    ring->cq_head = (unsigned *) (at + params.cq_off.head);
    ring->cq_tail = (unsigned *) (at + params.cq_off.tail);
    ring->sq_mask = params.sq_entries - 1;
    ring->cq_mask = params.cq_entries - 1;
    ring->cqes = (struct io_uring_cqe *) (at + params.cq_off.cqes);
    unsigned *array = (unsigned *) (at + params.sq_off.array);
    for (unsigned i = 0; i < params.sq_entries; i++) {
        array[i] = i;
    }
    return 1;
}

/* Submits what was filled in, and waits for so many completions. */
static void enter(struct ring *ring, unsigned wanted) {
    __atomic_store_n(ring->sq_tail, ring->tail, __ATOMIC_RELEASE);
    long taken = syscall(SYS_io_uring_enter, ring->fd, ring->tail - ring->submitted, wanted, IORING_ENTER_GETEVENTS, NULL, 0);
    ring->submitted += taken > 0 ? (unsigned) taken : 0;
}

/* An entry to fill in, all zero. */
static struct io_uring_sqe *next_entry(struct ring *ring) {
    while (ring->tail - __atomic_load_n(ring->sq_head, __ATOMIC_ACQUIRE) > ring->sq_mask) {
        enter(ring, 0);
    }
    struct io_uring_sqe *entry = &ring->sqes[ring->tail++ & ring->sq_mask];
    memset(entry, 0, sizeof *entry);
    return entry;
}

#endif
