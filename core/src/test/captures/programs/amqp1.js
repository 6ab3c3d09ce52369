// Sends a message to a queue with AMQP 1.0.
const container = require("rhea");

container.on("sendable", context => context.sender.send({ body: "hello" }));
container.on("accepted", context => context.connection.close());
container.connect({ host: "127.0.0.1", port: +process.argv[2], username: "guest", password: "guest", reconnect: false,
    container_id: "alice" })
    .open_sender("/topic/hello");
