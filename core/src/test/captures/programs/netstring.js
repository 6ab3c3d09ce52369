// Sends three strings.
const net = require("net");
const netstring = require("netstring");

const socket = net.connect(+process.argv[2], "127.0.0.1", () => {
    ["hello", "", "ü".repeat(60)].forEach(text => socket.write(netstring.nsWrite(text)));
    socket.end();
});
