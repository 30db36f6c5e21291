// The exercise's echo client, finished.
//
//     node client.js [PORT [MESSAGE]]
//
// In the clone:
//
//     go run ./harness 02 -- node client.js {port} {message}
'use strict';

const net = require('net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] || 5000);
const MESSAGE = Buffer.from(process.argv[3] || 'Hello');
const BUFFER_SIZE = 10;

const buffer = Buffer.alloc(BUFFER_SIZE);
const sock = net.connect({ host: HOST, port: PORT, onread: { buffer, callback: onPiece } }, onConnect);
let received = 0;

function onConnect() {
  console.log('Connected to', sock.remoteAddress, sock.remotePort);
  sock.write(MESSAGE); // 1
}

// onPiece is called with each piece; it is the first n bytes of buffer.
function onPiece(n) {
  process.stdout.write(Buffer.concat([Buffer.from('Client Received: '), buffer.subarray(0, n), Buffer.from('\n')])); // 2
  received += n;
  if (received >= MESSAGE.length) { // 3
    finish();
  }
  return true;
}

function finish() {
  console.log('Closing connection to the server'); // 4
  sock.end(() => sock.destroy()); // the server may leave its half open
}

sock.on('error', (error) => { // 5, 6
  console.error('Socket error:', error.message);
  process.exitCode = 1;
});

sock.on('end', () => {
  if (received < MESSAGE.length) { // 6
    console.error(`Socket error: the server hung up after ${received} of ${MESSAGE.length} bytes`);
    process.exitCode = 1;
    finish();
  }
});
