// An echo client to be finished: the receive loop. The TODOs are in the order
// of the harness's checks: fill in the next one, run the checks, and read what
// they say.
//
//     node client.js [PORT [MESSAGE]]
//
// In the clone:
//
//     go run ./harness 02 -- node client.js {port} {message}
//
// Node has no call that waits: it calls you back when something has come. A
// piece is whatever was there then.
'use strict';

const net = require('net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] || 5000);
const MESSAGE = Buffer.from(process.argv[3] || 'Hello');
const BUFFER_SIZE = 10;

const buffer = Buffer.alloc(BUFFER_SIZE);
const sock = net.connect({ host: HOST, port: PORT, onread: { buffer, callback: onPiece } }, onConnect);

function onConnect() {
  console.log('Connected to', sock.remoteAddress, sock.remotePort);
  // TODO 1 (message): send the message: sock.write.
}

// onPiece is called with each piece; it is the first n bytes of buffer.
function onPiece(n) {
  // TODO 2 (received, characters): say "Client Received: " and these bytes, as
  // they are: process.stdout.write takes a Buffer, where console.log would have
  // to guess which characters they mean.
  console.log(n, 'bytes');
  // TODO 3 (pieces, patience, long-message): a piece is not a message. Finish
  // when as many bytes are back as were sent.
  finish();
  return true;
}

function finish() {
  // TODO 4 (closes): say "Closing connection to the server", and close it:
  // sock.end, and sock.destroy when that has been sent. The server's half may
  // stay open.
}

sock.on('error', (error) => {
  // TODO 5 (nobody-there, one-line): say "Socket error: …" with error.message on
  // stderr, console.error, and end with a status that says so: process.exitCode.
});

sock.on('end', () => {
  // TODO 6 (hang-up, reset): the server has hung up. If not all was back, that is
  // a socket error, too.
});
