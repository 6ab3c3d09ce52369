// A server with some registers.
const modbus = require("modbus-serial");

new modbus.ServerTCP({ getHoldingRegister: address => 1000 + address },
    { host: "127.0.0.1", port: +process.argv[2], unitID: 1 });
