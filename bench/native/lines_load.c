/* A flood of StatsD lines: datagrams full of lines, as fast as the kernel takes them, 32 with one call.
 *
 *     lines_load HOST PORT BYTES SERIES SECONDS
 *
 * Every line is of one of SERIES series: counters, timers, gauges, and counters with tags, a quarter each. Prints how many
 * lines were sent, as `{"lines":N}`. What the server has no room for the kernel drops: how many lines arrived only the
 * server knows.
 */
#define _GNU_SOURCE
#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define BATCH 32
#define DATAGRAMS 1024

static const char *const FORMS[] = {
    "app.http.requests.%u:%u|c\n",
    "app.http.latency.%u:%u|ms\n",
    "app.queue.length.%u:%u|g\n",
    "app.http.responses:%2$u|c|#env:prod,host:web-%1$u,status:200\n",
};

static char datagrams[DATAGRAMS][65536];
static size_t lengths[DATAGRAMS];
static unsigned lines[DATAGRAMS];

static void fill(unsigned d, size_t size, unsigned series, unsigned *next) {
    for (;;) {
        char line[128];
        int length = snprintf(line, sizeof line, FORMS[*next % 4], *next % series / 4, 1 + *next % 997);
        if (lengths[d] + (size_t) length > size) {
            return;
        }
        memcpy(datagrams[d] + lengths[d], line, (size_t) length);
        lengths[d] += (size_t) length;
        lines[d]++;
        (*next)++;
    }
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: lines_load HOST PORT BYTES SERIES SECONDS\n");
        return 2;
    }
    size_t size = (size_t) atoi(argv[3]);
    unsigned series = (unsigned) atoi(argv[4]), next = 0;
    if (size < 128 || size > 65507 || series < 4) {
        fprintf(stderr, "lines_load: from 128 to 65507 bytes, 4 series at least\n");
        return 2;
    }
    for (unsigned d = 0; d < DATAGRAMS; d++) {
        fill(d, size, series, &next);
    }
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(argv[2]))};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1 || connect(fd, (struct sockaddr *) &to, sizeof to) < 0) {
        die("connect");
    }
    uint64_t end = now_ns() + (uint64_t) (atof(argv[5]) * 1e9), sent = 0;
    for (unsigned first = 0; now_ns() < end; first = (first + BATCH) % DATAGRAMS) {
        struct iovec parts[BATCH];
        struct mmsghdr batch[BATCH] = {0};
        for (unsigned i = 0; i < BATCH; i++) {
            parts[i] = (struct iovec) {datagrams[first + i], lengths[first + i]};
            batch[i].msg_hdr.msg_iov = &parts[i];
            batch[i].msg_hdr.msg_iovlen = 1;
        }
        int count = sendmmsg(fd, batch, BATCH, 0);
        if (count < 0 && errno != ENOBUFS && errno != ECONNREFUSED) {
            die("sendmmsg");
        }
        for (int i = 0; i < count; i++) {
            sent += lines[first + (unsigned) i];
        }
    }
    printf("{\"lines\":%llu}\n", (unsigned long long) sent);
    return 0;
}
