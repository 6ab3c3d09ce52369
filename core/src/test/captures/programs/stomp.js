// Subscribes, sends itself two messages, and leaves.
const stompit = require("stompit");

stompit.connect({ host: "127.0.0.1", port: +process.argv[2],
    connectHeaders: { host: "/", login: "guest", passcode: "guest", "heart-beat": "500,500" } }, (error, client) => {
    if (error) {
        throw error;
    }
    let received = 0;
    client.subscribe({ destination: "/topic/hello", ack: "auto" }, (_, message) => {
        message.readString("utf-8", () => {
            received++;
            if (received === 2) {
                setTimeout(() => client.disconnect(() => process.exit(0)), 1200);
            }
        });
    });
    setTimeout(() => {
        for (const text of ["hello", "world"]) {
            const frame = client.send({ destination: "/topic/hello" });
            frame.write(text);
            frame.end();
        }
    }, 500);
});
