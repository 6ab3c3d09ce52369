// Connects to somebody who never answers.
const cassandra = require("cassandra-driver");

const client = new cassandra.Client({ contactPoints: [`127.0.0.1:${process.argv[2]}`], localDataCenter: "hello",
    socketOptions: { connectTimeout: 1000 } });
client.connect().catch(() => process.exit(0));
