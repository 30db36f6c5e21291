// An echo client in Node. Its socket hands over what it likes: it prints ten bytes
// at a time, and end says that all is sent.
'use strict';

const net = require('net');

const [port, text = 'Hello'] = process.argv.slice(2);
const message = Buffer.from(text);
let missing = message.length;

const conn = net.connect(Number(port), '127.0.0.1', () => conn.end(message));

conn.on('data', (data) => {
  missing -= data.length;
  for (let at = 0; at < data.length; at += 10) {
    process.stdout.write(Buffer.concat([Buffer.from('Client Received: '), data.subarray(at, at + 10), Buffer.from('\n')]));
  }
});
conn.on('end', () => {
  if (missing > 0) {
    conn.destroy(new Error('the server has closed too early'));
    return;
  }
  console.log('Closing connection to the server');
});
conn.on('error', (error) => {
  console.error('Socket error:', error.message);
  process.exitCode = 1;
});
