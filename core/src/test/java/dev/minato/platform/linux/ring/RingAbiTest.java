package dev.minato.platform.linux.ring;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.CCompiler;
import dev.minato.testing.Requirement;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The numbers and layouts of [RingAbi] are those of the kernel's header.
class RingAbiTest {
    /// What a field of `RingAbi` that is no name of C stands for.
    private static final Map<String, String> LAYOUTS = Map.ofEntries(
            entry("PARAMS_SQ_ENTRIES", "offsetof(struct io_uring_params, sq_entries)"),
            entry("PARAMS_CQ_ENTRIES", "offsetof(struct io_uring_params, cq_entries)"),
            entry("PARAMS_FLAGS", "offsetof(struct io_uring_params, flags)"),
            entry("PARAMS_FEATURES", "offsetof(struct io_uring_params, features)"),
            entry("PARAMS_SQ_OFF", "offsetof(struct io_uring_params, sq_off)"),
            entry("PARAMS_CQ_OFF", "offsetof(struct io_uring_params, cq_off)"),
            entry("PARAMS_SIZE", "sizeof(struct io_uring_params)"),
            entry("OFF_HEAD", "offsetof(struct io_sqring_offsets, head)"),
            entry("OFF_TAIL", "offsetof(struct io_sqring_offsets, tail)"),
            entry("SQ_OFF_ARRAY", "offsetof(struct io_sqring_offsets, array)"),
            entry("CQ_OFF_CQES", "offsetof(struct io_cqring_offsets, cqes)"),
            entry("SQE_FLAGS", "offsetof(struct io_uring_sqe, flags)"),
            entry("SQE_IOPRIO", "offsetof(struct io_uring_sqe, ioprio)"),
            entry("SQE_FD", "offsetof(struct io_uring_sqe, fd)"),
            entry("SQE_OFF", "offsetof(struct io_uring_sqe, off)"),
            entry("SQE_ADDR", "offsetof(struct io_uring_sqe, addr)"),
            entry("SQE_LEN", "offsetof(struct io_uring_sqe, len)"),
            entry("SQE_OP_FLAGS", "offsetof(struct io_uring_sqe, msg_flags)"),
            entry("SQE_USER_DATA", "offsetof(struct io_uring_sqe, user_data)"),
            entry("SQE_BUF_GROUP", "offsetof(struct io_uring_sqe, buf_group)"),
            entry("SQE_ADDR2", "offsetof(struct io_uring_sqe, addr2)"),
            entry("SQE_ADDR_LEN", "offsetof(struct io_uring_sqe, addr_len)"),
            entry("SQE_ADDR3", "offsetof(struct io_uring_sqe, addr3)"),
            entry("SQE_SIZE", "sizeof(struct io_uring_sqe)"),
            entry("CQE_RES", "offsetof(struct io_uring_cqe, res)"),
            entry("CQE_FLAGS", "offsetof(struct io_uring_cqe, flags)"),
            entry("CQE_SIZE", "sizeof(struct io_uring_cqe)"),
            entry("BUF_LEN", "offsetof(struct io_uring_buf, len)"),
            entry("BUF_BID", "offsetof(struct io_uring_buf, bid)"),
            entry("BUF_RING_TAIL", "offsetof(struct io_uring_buf_ring, tail)"),
            entry("BUF_SIZE", "sizeof(struct io_uring_buf)"),
            entry("BUF_REG_RING_ADDR", "offsetof(struct io_uring_buf_reg, ring_addr)"),
            entry("BUF_REG_RING_ENTRIES", "offsetof(struct io_uring_buf_reg, ring_entries)"),
            entry("BUF_REG_SIZE", "sizeof(struct io_uring_buf_reg)"),
            entry("PROBE_OPS", "offsetof(struct io_uring_probe, ops)"),
            entry("PROBE_OP_FLAGS", "offsetof(struct io_uring_probe_op, flags)"),
            entry("PROBE_OP_SIZE", "sizeof(struct io_uring_probe_op)"));

    /// What the drawing above `RingAbi` says, and the code does with numbers of its own.
    private static final Map<String, Integer> DRAWN = Map.ofEntries(
            entry("offsetof(struct io_cqring_offsets, head)", 0),
            entry("offsetof(struct io_cqring_offsets, tail)", 4),
            entry("offsetof(struct io_uring_sqe, opcode)", 0),
            entry("offsetof(struct io_uring_sqe, poll32_events)", 28),
            entry("offsetof(struct io_uring_sqe, cancel_flags)", 28),
            entry("offsetof(struct io_uring_cqe, user_data)", 0),
            entry("offsetof(struct io_uring_buf, addr)", 0),
            entry("offsetof(struct io_uring_buf_reg, bgid)", 12),
            entry("sizeof(((struct io_uring_sqe *) 0)->ioprio)", 2),
            entry("sizeof(((struct io_uring_buf *) 0)->bid)", 2),
            entry("sizeof(((struct io_uring_probe_op *) 0)->flags)", 2),
            entry("__NR_io_uring_setup", 425),
            entry("__NR_io_uring_enter", 426),
            entry("__NR_io_uring_register", 427));

    private static final String HEADERS = """
            #define _GNU_SOURCE
            #include <linux/io_uring.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            """;

    @BeforeAll
    static void onLinux() {
        Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
    }

    @Test
    void numbersAreThoseOfThisMachinesHeader() throws Exception {
        assertThat(CCompiler.values(HEADERS, List.copyOf(facts().keySet()))).isEqualTo(facts());
    }

    @Test
    void headerOfAnotherProcessor() throws Exception {
        CCompiler.check("aarch64-linux-gnu-gcc", HEADERS, facts());
    }

    /// What is to hold, by its expression in C.
    private static Map<String, Integer> facts() throws IllegalAccessException {
        Map<String, Integer> facts = new LinkedHashMap<>();
        for (Field field : RingAbi.class.getDeclaredFields()) {
            if (field.get(null) instanceof Number number) {
                facts.put(LAYOUTS.getOrDefault(field.getName(), field.getName()), number.intValue());
            }
        }
        assertThat(facts).containsKeys("IORING_OP_RECV", "IORING_SETUP_DEFER_TASKRUN", "MAP_POPULATE");
        facts.putAll(DRAWN);
        return facts;
    }
}
