/* A closed loop of bursts on one thread: one connected socket keeps two bursts of datagrams in flight, each of which the
 * kernel cuts from one piece (UDP_SEGMENT), takes what comes back as the kernel has it (UDP_GRO), and verifies each byte.
 *
 *     burst_load HOST PORT BYTES WARMUP_SECONDS SECONDS
 *
 * A burst has 64 datagrams, or as many as fit into 65,400 bytes. Prints what udp_load prints; latency is that of the last
 * datagram of a burst. What has not come back after 200 ms is lost, and all begins anew.
 */
#define _GNU_SOURCE
#include "load.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define NUMBER_BYTES 8
#define IN_FLIGHT 2
#define SLOTS 64

static size_t size;
static uint64_t burst, sent, heard;
static uint64_t started[IN_FLIGHT];
static uint64_t messages, wrong, lost;
static struct histogram latency;
static int measuring;

static void send_burst(int fd) {
    static unsigned char out[LARGEST_DATAGRAM];
    for (uint64_t i = 0; i < burst; i++, sent++) {
        write_message(out + i * size, 0, sent, size);
        memcpy(out + i * size, &sent, NUMBER_BYTES);
    }
    struct iovec bytes = {out, burst * size};
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(uint16_t))];
    } control = {.header = {CMSG_LEN(sizeof(uint16_t)), IPPROTO_UDP, UDP_SEGMENT}};
    uint16_t segment = (uint16_t) size;
    memcpy(CMSG_DATA(&control.header), &segment, sizeof segment);
    struct msghdr all = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control.room};
    started[(sent / burst - 1) % IN_FLIGHT] = now_ns();
    if (sendmsg(fd, &all, MSG_NOSIGNAL) < 0) {
        die("sendmsg");
    }
}

static void on_datagram(const unsigned char *in, size_t length) {
    uint64_t k = 0;
    memcpy(&k, in, length < NUMBER_BYTES ? length : NUMBER_BYTES);
    if (k < heard) {
        return; /* it was given up */
    }
    if (k >= sent || length != size
        || !is_part(in + NUMBER_BYTES, 0, k, size, NUMBER_BYTES, size - NUMBER_BYTES)) {
        wrong++;
        return;
    }
    lost += measuring ? k - heard : 0;
    heard = k + 1;
    messages += measuring;
    if (measuring && heard % burst == 0) {
        record(&latency, now_ns() - started[(heard / burst - 1) % IN_FLIGHT]);
    }
}

static size_t segment_size(struct msghdr *header, size_t length) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
            int segment;
            memcpy(&segment, CMSG_DATA(c), sizeof segment);
            return (size_t) segment;
        }
    }
    return length;
}

static void give_up(void) {
    lost += measuring ? sent - heard : 0;
    heard = sent;
}

static void receive(int fd) {
    static unsigned char in[SLOTS][LARGEST_DATAGRAM];
    static char controls[SLOTS][64];
    static struct iovec parts[SLOTS];
    static struct mmsghdr all[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
        parts[i] = (struct iovec) {in[i], LARGEST_DATAGRAM};
        all[i].msg_hdr = (struct msghdr) {.msg_iov = &parts[i], .msg_iovlen = 1, .msg_control = controls[i],
                                          .msg_controllen = sizeof controls[i]};
    }
    int n = recvmmsg(fd, all, SLOTS, MSG_WAITFORONE, NULL);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        give_up();
        return;
    }
    if (n < 0) {
        die("recvmmsg");
    }
    for (int i = 0; i < n; i++) {
        size_t length = all[i].msg_len, segment = segment_size(&all[i].msg_hdr, length), at = 0;
        do {
            on_datagram(in[i] + at, at + segment < length ? segment : length - at);
            at += segment;
        } while (at < length);
    }
}

static void run(int fd, uint64_t until) {
    while (now_ns() < until) {
        while (sent - heard <= (IN_FLIGHT - 1) * burst) {
            send_burst(fd);
        }
        receive(fd);
    }
}

static int open_socket(const char *host, const char *port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(port))};
    inet_pton(AF_INET, host, &to.sin_addr);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), on = 1, room = 1 << 20;
    struct timeval silence = {.tv_usec = 200000};
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    if (fd < 0 || setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on) != 0
        || connect(fd, (struct sockaddr *) &to, sizeof to) != 0) {
        die("connect");
    }
    return fd;
}

int main(int argc, char **argv) {
    size = argc == 6 ? (size_t) atoi(argv[3]) : 0;
    if (size <= NUMBER_BYTES || size > 32000) {
        fprintf(stderr, "usage: burst_load HOST PORT BYTES WARMUP_SECONDS SECONDS; BYTES from %d to 32000\n",
                NUMBER_BYTES + 1);
        return 2;
    }
    burst = 65400 / size < 64 ? 65400 / size : 64;
    make_pattern();
    int fd = open_socket(argv[1], argv[2]);
    run(fd, now_ns() + (uint64_t) (atof(argv[4]) * 1e9));
    fprintf(stderr, "warm\n");
    measuring = 1;
    uint64_t begin = now_ns(), cpu = cpu_ns();
    run(fd, begin + (uint64_t) (atof(argv[5]) * 1e9));
    double seconds = (double) (now_ns() - begin) / 1e9;
    print_result(&latency, messages, seconds, (double) (cpu_ns() - cpu) / 1e9 / seconds, wrong, lost);
    return wrong == 0 ? 0 : 1;
}
