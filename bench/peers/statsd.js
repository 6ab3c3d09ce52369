// StatsD's own server (npm statsd, found by NODE_PATH): `node statsd.js PORT`, with its figures flushed every second, and
// nowhere. Says `port N count=M`, and ends when stdin ends. Whoever asks at M is told how many lines were taken.
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

let lines = 0;

// As a backend, StatsD calls this.
exports.init = (startup, config, events) => {
  events.on('flush', (time, metrics) => {
    lines += metrics.counters['statsd.metrics_received'] || 0;
  });
  return true;
};

function say(line) {
  process.stdout.write(line + '\n');
}

function serve(statsd, port) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-statsd-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const config = path.join(folder, 'config.js');
  fs.writeFileSync(config, JSON.stringify({
    port, address: '127.0.0.1', mgmt_port: 0, mgmt_address: '127.0.0.1', flushInterval: 1000, backends: [__filename],
  }));
  const count = net.createServer((socket) => socket.on('error', () => {}).once('data', () => {
    socket.end(`minato_metrics_in_lines_total{result="accepted"} ${lines}\n`);
  }));
  count.listen(0, '127.0.0.1', () => say(`port ${port} count=${count.address().port}`));
  process.stdin.on('end', () => process.exit(0)).resume();
  console.log = () => {};
  process.argv[2] = config;
  require(statsd);
}

if (require.main === module) {
  let statsd;
  try {
    statsd = require.resolve('statsd/stats.js');
  } catch (e) {
    say('skip statsd is not installed where NODE_PATH says');
    process.exit(3);
  }
  serve(statsd, Number(process.argv[2]));
}
