// Greets as soon as the connection stands, and sends back what comes.
const { WebSocketServer } = require("ws");

new WebSocketServer({ host: "127.0.0.1", port: +process.argv[2] }).on("connection", socket => {
    socket.send("hello");
    socket.on("message", (data, binary) => socket.send(data, { binary }));
});
