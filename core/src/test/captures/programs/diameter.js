// Exchanges capabilities, twice.
const diameter = require("diameter");

const socket = diameter.createConnection({ host: "127.0.0.1", port: +process.argv[2] }, async () => {
    const connection = socket.diameterConnection;
    for (let i = 0; i < 2; i++) {
        const request = connection.createRequest("Diameter Common Messages", "Capabilities-Exchange");
        request.body = request.body.concat([["Origin-Host", "client.example.com"], ["Origin-Realm", "example.com"],
            ["Host-IP-Address", "127.0.0.1"], ["Vendor-Id", 0], ["Product-Name", "hello".repeat(i + 1)]]);
        await connection.sendRequest(request);
    }
    socket.end();
});
