// Says something short, and something whose length takes two bytes; pings, and says goodbye.
const { WebSocket } = require("ws");

const socket = new WebSocket(`ws://127.0.0.1:${process.argv[2]}/`, { perMessageDeflate: false });
const texts = ["hi", "y".repeat(300)];
let received = 0;
socket.on("open", () => texts.forEach(text => socket.send(text)));
socket.on("message", () => {
    received++;
    if (received === 3) {
        socket.ping();
        socket.close(1000, "bye");
    }
});
