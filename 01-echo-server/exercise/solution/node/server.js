// The exercise's echo server, finished.
//
//     node server.js [PORT]
'use strict';

const net = require('net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] || 5000);

// allowHalfOpen: the client's end is not yet ours; we close when all is sent.
const server = net.createServer({ allowHalfOpen: true }, echo);

// 1: port, host, backlog.
server.listen(PORT, HOST, 5, () => console.log('Server start, listening', PORT));

// echo answers one client.
function echo(conn) {
  conn.on('data', (data) => {
    console.log('Server Recv Data:', data);
    // 2: false says that the socket takes no more now. Who reads on regardless
    // keeps in memory what a slow client does not fetch.
    if (!conn.write(data)) {
      conn.pause();
      conn.once('drain', () => conn.resume());
    }
  });
  conn.on('end', () => {
    console.log('Server Recv Over');
    conn.end(); // 3
  });
  conn.on('error', (error) => { // 4: the end of this client alone
    console.error('Socket error:', error.message);
    conn.destroy();
  });
}
