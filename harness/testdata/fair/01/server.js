// An echo server in Node: pipe stops reading where the client does.
'use strict';

const net = require('net');

net.createServer((conn) => {
  conn.on('error', () => conn.destroy());
  conn.pipe(conn);
}).listen(Number(process.argv[2]), '127.0.0.1');
