// Counts, measures, and closes.
const StatsD = require("hot-shots");

const client = new StatsD({ host: "127.0.0.1", port: +process.argv[2], protocol: "tcp" });
client.socket.on("connect", () => {
    client.increment("hello.count");
    client.gauge("hello.gauge", 17);
    client.timing("hello.time", 42, () => client.close());
});
