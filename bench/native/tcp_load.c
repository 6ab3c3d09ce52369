/* The closed loop of clients over TCP.
 *
 *     tcp_load HOST PORT CONNECTIONS IN_FLIGHT BYTES WARMUP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include "closed_loop.h"

static void begin_transport(struct connection *c) {
    (void) c;
}

static ssize_t write_some(struct connection *c, const void *bytes, size_t length) {
    return send(c->fd, bytes, length, MSG_NOSIGNAL);
}

static ssize_t read_some(struct connection *c, void *bytes, size_t length) {
    return recv(c->fd, bytes, length, 0);
}

static int has_more(struct connection *c) {
    (void) c;
    return 0;
}

int main(int argc, char **argv) {
    return run_closed_loop(argc, argv);
}
