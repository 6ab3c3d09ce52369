// A server that tells its status, and lets players in.
const minecraft = require("minecraft-protocol");

minecraft.createServer({ "online-mode": false, host: "127.0.0.1", port: +process.argv[2], motd: "hello", maxPlayers: 2,
    version: "1.16.5" });
