// Asks for the status.
const minecraft = require("minecraft-protocol");

minecraft.ping({ host: "127.0.0.1", port: +process.argv[2], version: "1.16.5" }).then(() => process.exit(0));
