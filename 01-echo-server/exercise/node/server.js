// An echo server to be finished: from listen to close. The TODOs are in the
// order of the harness's checks: fill in the next one, run the checks, and read
// what they say.
//
//     node server.js [PORT]
//
// Node has one thread and no call that waits: it asks the kernel which socket
// is ready, as select does, and calls you back. So two clients at once, and the
// client after the first, come for free; what a socket tells you does not.
'use strict';

const net = require('net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] || 5000);

// allowHalfOpen: the client's end is not yet ours; we close when all is sent.
const server = net.createServer({ allowHalfOpen: true }, echo);

// TODO 1 (accept): the server has no address yet, and takes no calls:
// server.listen, at PORT and HOST, and a backlog of 5.
console.log('Server start, listening', PORT);

// echo answers one client.
function echo(conn) {
  conn.on('data', (data) => {
    console.log('Server Recv Data:', data);
    // TODO 2 (echo, again, binary, longer, megabytes): write back what was
    // received. It is a Buffer, of bytes: a string would not be the same bytes.
    // (conn.write keeps what the socket does not take now, however much.)
  });
  conn.on('end', () => {
    console.log('Server Recv Over');
    // TODO 3 (half-close, next-client, backlog, silence, unsent): the client
    // has no more to say: conn.end closes the connection when all is sent.
  });
  // TODO 4 (reset, descriptors): an 'error' that nobody listens to ends the
  // whole program.
}
