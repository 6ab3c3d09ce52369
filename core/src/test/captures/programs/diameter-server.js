// Answers the exchange of capabilities and a message of credit control.
const diameter = require("diameter");

diameter.createServer({}, socket => socket.on("diameterMessage", event => {
    event.response.body = event.response.body.concat([["Result-Code", "DIAMETER_SUCCESS"],
        ["Origin-Host", "server.example.com"], ["Origin-Realm", "example.com"], ["Host-IP-Address", "127.0.0.1"],
        ["Vendor-Id", 0], ["Product-Name", "hello"]]);
    event.callback(event.response);
})).listen(+process.argv[2], "127.0.0.1");
