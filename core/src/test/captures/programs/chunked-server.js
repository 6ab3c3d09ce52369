// Sends back the body of a request as it comes, in chunks, and a trailer.
const http = require("http");

http.createServer((request, response) => {
    response.writeHead(200, { Trailer: "X-Hello" });
    request.on("data", data => response.write(data));
    request.on("end", () => {
        response.addTrailers({ "X-Hello": "bye" });
        response.end();
    });
}).listen(+process.argv[2], "127.0.0.1");
