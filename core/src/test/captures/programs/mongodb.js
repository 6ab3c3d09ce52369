// Inserts a document and finds it. The driver opens several connections.
require("os").release = () => "1"; // the driver tells the server
const { MongoClient } = require("mongodb");

(async () => {
    const client = new MongoClient(`mongodb://127.0.0.1:${process.argv[2]}/?directConnection=true`);
    const names = client.db("hello").collection("names");
    await names.insertOne({ _id: 1, name: "Alice" });
    await names.findOne({ name: "Alice" });
    await client.close();
})();
