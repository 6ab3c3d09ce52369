// Takes a bind, messages, and the end.
const smpp = require("smpp");

smpp.createServer(session => {
    session.on("bind_transceiver", pdu => session.send(pdu.response()));
    session.on("submit_sm", pdu => session.send(pdu.response({ message_id: "1" })));
    session.on("unbind", pdu => session.send(pdu.response(), () => session.close()));
}).listen(+process.argv[2], "127.0.0.1");
