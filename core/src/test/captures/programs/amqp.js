// Declares a queue, sends a message to it, and takes it.
const amqp = require("amqplib");

(async () => {
    const connection = await amqp.connect(`amqp://guest:guest@127.0.0.1:${process.argv[2]}`);
    const channel = await connection.createChannel();
    await channel.assertQueue("hello", { autoDelete: true });
    channel.sendToQueue("hello", Buffer.from("hello"));
    await new Promise(resolve => setTimeout(resolve, 500));
    await channel.get("hello", { noAck: true });
    await connection.close();
})();
