// Sends two packets; the first has bytes that are escaped.
const net = require("net");
const slip = require("slip");

const socket = net.connect(+process.argv[2], "127.0.0.1", () => {
    socket.write(slip.encode(Uint8Array.of(1, 0xc0, 0xdb, 2)));
    socket.end(slip.encode(new TextEncoder().encode("hello")));
});
