package dev.minato.platform.linux.ring;

/// The constants and layouts of io_uring (linux/io_uring.h).
///
/// ```
///  io_uring_params  0 sq_entries  4 cq_entries  8 flags  20 features  40 sq_off  80 cq_off          120 bytes
///  sq_off           0 head  4 tail  8 ring_mask  12 ring_entries  16 flags  20 dropped  24 array
///  cq_off           0 head  4 tail  8 ring_mask  12 ring_entries  16 overflow  20 cqes
///  io_uring_sqe     0 opcode:u8  1 flags:u8  2 ioprio:u16  4 fd:i32  8 off/addr2:u64  16 addr:u64  24 len:u32
///                   28 op_flags:u32  32 user_data:u64  40 buf_group:u16  44 addr_len:u16       64 bytes
///  io_uring_cqe     0 user_data:u64  8 res:i32  12 flags:u32                                        16 bytes
///  io_uring_buf     0 addr:u64  8 len:u32  12 bid:u16  14 tail:u16, that of the ring in the first   16 bytes
///  io_uring_probe   0 last_op:u8  16 ops, each 0 op:u8  2 flags:u16                          8 bytes each
///  io_uring_buf_reg 0 ring_addr:u64  8 ring_entries:u32  12 bgid:u16  14 flags:u16                  40 bytes
/// ```
final class RingAbi {
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_POPULATE = 0x8000;

    static final int IORING_SETUP_CQSIZE = 1 << 3;
    static final int IORING_SETUP_R_DISABLED = 1 << 6;
    static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    static final long IORING_OFF_SQ_RING = 0;
    static final long IORING_OFF_SQES = 0x10000000L;

    static final int IORING_ENTER_GETEVENTS = 1;
    static final int IORING_REGISTER_PROBE = 8;
    static final int IORING_REGISTER_ENABLE_RINGS = 12;
    static final int IORING_REGISTER_PBUF_RING = 22;

    static final byte IORING_OP_POLL_ADD = 6;
    static final byte IORING_OP_ASYNC_CANCEL = 14;
    static final byte IORING_OP_SEND = 26;
    static final byte IORING_OP_RECV = 27;

    static final byte IOSQE_BUFFER_SELECT = 1 << 5;
    static final short IO_URING_OP_SUPPORTED = 1;
    static final int IORING_RECVSEND_POLL_FIRST = 1;
    static final int IORING_POLL_ADD_MULTI = 1;

    static final int IORING_CQE_F_BUFFER = 1;
    static final int IORING_CQE_F_MORE = 2;
    static final int IORING_CQE_BUFFER_SHIFT = 16;

    static final int IORING_FEAT_SINGLE_MMAP = 1;
    static final int IORING_FEAT_NODROP = 1 << 1;
    static final int IORING_FEAT_FAST_POLL = 1 << 5;

    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FLAGS = 8;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_OFF = 40;
    static final int PARAMS_CQ_OFF = 80;
    static final int PARAMS_SIZE = 120;

    /// Of the head and the tail of both queues.
    static final int OFF_HEAD = 0;
    static final int OFF_TAIL = 4;

    static final int SQ_OFF_ARRAY = 24;
    static final int CQ_OFF_CQES = 20;

    static final int SQE_FLAGS = 1;
    static final int SQE_IOPRIO = 2;
    static final int SQE_FD = 4;
    static final int SQE_OFF = 8;
    static final int SQE_ADDR2 = 8;
    static final int SQE_ADDR = 16;
    static final int SQE_LEN = 24;
    static final int SQE_OP_FLAGS = 28;
    static final int SQE_USER_DATA = 32;
    static final int SQE_BUF_GROUP = 40;
    static final int SQE_ADDR_LEN = 44;
    static final int SQE_ADDR3 = 48;
    static final int SQE_SIZE = 64;

    static final int CQE_RES = 8;
    static final int CQE_FLAGS = 12;
    static final int CQE_SIZE = 16;

    static final int BUF_LEN = 8;
    static final int BUF_BID = 12;
    static final int BUF_RING_TAIL = 14;
    static final int BUF_SIZE = 16;
    static final int BUF_REG_RING_ADDR = 0;
    static final int BUF_REG_RING_ENTRIES = 8;
    static final int BUF_REG_SIZE = 40;

    static final int PROBE_OPS = 16;
    static final int PROBE_OP_FLAGS = 2;
    static final int PROBE_OP_SIZE = 8;

    private RingAbi() {}
}
