// Echo with Node: `node echo.js tcp|udp`. Says `port N`, and ends when stdin ends.
'use strict';

function echoTcp() {
  const server = require('node:net').createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      if (!socket.write(bytes)) {
        socket.pause();
        socket.once('drain', () => socket.resume());
      }
    });
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(`port ${server.address().port}`));
}

function echoUdp() {
  const socket = require('node:dgram').createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address));
  socket.bind(0, '127.0.0.1', () => console.log(`port ${socket.address().port}`));
}

process.stdin.on('end', () => process.exit(0)).resume();
(process.argv[2] === 'udp' ? echoUdp : echoTcp)();
