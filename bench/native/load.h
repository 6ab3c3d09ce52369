/* What the load generators share: the bytes of a message, a clock, a logarithmic histogram, the result as JSON. */
#ifndef MINATO_LOAD_H
#define MINATO_LOAD_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LARGEST_MESSAGE (1 << 20)
#define LARGEST_DATAGRAM 65536

static unsigned char pattern[256 + LARGEST_MESSAGE];

static void make_pattern(void) {
    for (size_t i = 0; i < sizeof pattern; i++) {
        unsigned char byte = (unsigned char) i;
        pattern[i] = byte == '\n' || byte == '\r' ? '.' : byte;
    }
}

/* Message number k of connection c is these bytes, which differ from its neighbours', with a line feed as the last one:
 * so that a server of lines can answer it too. */
static const unsigned char *message(unsigned c, uint64_t k) {
    return pattern + ((c * 31 + k * 17) & 255);
}

static void write_message(unsigned char *to, unsigned c, uint64_t k, size_t size) {
    memcpy(to, message(c, k), size - 1);
    to[size - 1] = '\n';
}

/* Whether `length` bytes are those of the message from `at` on. */
static int is_part(const unsigned char *bytes, unsigned c, uint64_t k, size_t size, size_t at, size_t length) {
    size_t before_end = at + length == size ? length - 1 : length;
    return memcmp(bytes, message(c, k) + at, before_end) == 0 && (before_end == length || bytes[length - 1] == '\n');
}

static uint64_t cpu_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

/* 64 powers of two, 32 steps each: within 3 % of the true value. */
#define STEPS 32
struct histogram {
    uint64_t counts[64 * STEPS];
};

static void record(struct histogram *histogram, uint64_t ns) {
    unsigned top = 63 - (unsigned) __builtin_clzll(ns | STEPS);
    unsigned step = (unsigned) (ns >> (top - 5)) & (STEPS - 1);
    histogram->counts[top * STEPS + step]++;
}

static uint64_t recorded(const struct histogram *histogram) {
    uint64_t total = 0;
    for (size_t i = 0; i < 64 * STEPS; i++) {
        total += histogram->counts[i];
    }
    return total;
}

/* 0 if nothing was recorded; the largest for a share of 1. */
static double percentile_us(const struct histogram *histogram, double share) {
    uint64_t total = recorded(histogram), seen = 0;
    for (size_t i = 0; i < 64 * STEPS; i++) {
        seen += histogram->counts[i];
        if (seen > 0 && (double) seen >= share * (double) total) {
            unsigned top = (unsigned) i / STEPS, step = (unsigned) i % STEPS;
            return (double) (((uint64_t) (STEPS + step)) << (top - 5)) / 1000.0;
        }
    }
    return 0;
}

/* `cpu` is the share of a core that the load itself took: at 1 it was the limit, and not the server. */
static void print_result(const struct histogram *latency, uint64_t messages, double seconds, double cpu, uint64_t wrong,
                         uint64_t lost) {
    printf("{\"messages\":%llu,\"seconds\":%.6f,\"perSecond\":%.1f,\"p50us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,"
           "\"loadCpu\":%.3f,\"wrong\":%llu,\"lost\":%llu}\n",
           (unsigned long long) messages, seconds, (double) messages / seconds, percentile_us(latency, 0.5),
           percentile_us(latency, 0.99), percentile_us(latency, 0.999), cpu, (unsigned long long) wrong, (unsigned long long) lost);
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

#endif
