// Binds, sends a message, and unbinds.
const smpp = require("smpp");

const session = smpp.connect({ url: `smpp://127.0.0.1:${process.argv[2]}` }, () =>
    session.bind_transceiver({ system_id: "alice", password: "made-up" }, () =>
        session.submit_sm({ destination_addr: "15550100", short_message: "hello" }, () =>
            session.unbind(() => session.close()))));
