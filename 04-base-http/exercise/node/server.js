// An HTTP server to be finished, from bytes on a connection.
//
// The TODOs are in the order of the harness's checks: fill in the next one, run
// the checks, and read what they say. A check that no TODO names has a hint of
// its own. In the clone:
//
//     go run ./harness 04 -- node server.js {port} {protocol}
'use strict';

const net = require('node:net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] ?? 8000);
const PROTOCOL = process.argv[3] ?? 'HTTP/1.0';

// A Refused request is not served; its message is the status to answer with.
class Refused extends Error {}

// handle answers one client. Node calls onData for whatever has arrived, for
// every client in turn, so none keeps the others waiting.
function handle(conn) {
  let received = ''; // Latin-1: a character for each byte
  const onData = (bytes) => {
    received += bytes.toString('latin1');
    // TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
    // cut-request, blank-lines-first): one piece is not one request. Return, and
    // so wait for more, until the empty line is there; a line ends in "\n", with
    // or without "\r" before it. Skip empty lines before the first.
    const head = received;
    received = '';

    // TODO 9 (keep-alive, connection-close, pipelining): under HTTP/1.1 more
    // requests follow on the same connection: do this again and do not end it,
    // unless the request is of HTTP/1.0 or has the header "Connection: close".
    // What you have received beyond one request is the beginning of the next.
    //
    // TODO 10 (content-length, two-lengths, body-of-a-get, drained-body): a
    // request with Content-Length has a body of so many bytes, which is not the
    // next request, whatever it looks like. Wait for it and skip it, and answer
    // 400 to a length that is not all digits, has more than 15 of them, or is
    // there twice.
    answer(conn, head);
    conn.end();
  };
  conn.on('data', onData);
  conn.on('end', () => conn.end());
  conn.on('error', () => conn.destroy()); // that client has gone
}

// answer answers one request.
function answer(conn, head) {
  let request;
  try {
    request = parse(head);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    respond(conn, fault.message, fault.message, true);
    return;
  }
  dispatch(conn, request);
}

// parse takes a request apart.
function parse(head) {
  const request = { method: 'GET', target: '/', version: 'HTTP/1.0', headers: [] };
  // TODO 3 (target, long-target): the first line has three words: method, target
  // and version.
  //
  // TODO 5 (headers, many-headers): the other lines, up to the empty one, are
  // headers: push {name, value} for a name, a colon, blanks, a value, blanks.
  //
  // TODO 7 (bad-request-line, http-version, control-bytes-in-target,
  // method-characters, asterisk-target): a first line that is not just so is
  // refused: throw new Refused('400 Bad Request'). HTTP/2.0 and above is '505
  // HTTP Version Not Supported'.
  //
  // TODO 8 (space-before-colon, header-name, header-colon, folded-header,
  // control-bytes-in-header, host): and for headers that others could read in
  // another way.
  return request;
}

// dispatch has the request answered by the function for its method.
function dispatch(conn, request) {
  // TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
  // are answered with 200; HEAD without the body, though with its length. Any
  // other method is answered with "501 Not Implemented".
  respond(conn, '200 OK', show(request), true);
}

// show is the page that tells what was parsed.
function show(request) {
  let page = `method   ${request.method}\ntarget   ${request.target}\nversion  ${request.version}\n`;
  for (const { name, value } of request.headers) {
    page += `${name}: ${value}\n`;
  }
  return page;
}

// respond sends an answer, such as "200 OK", with or without its body.
function respond(conn, status, body, withBody) {
  let text = '';
  // TODO 1 (answer, status-line, line-ends): an answer begins with the line
  // PROTOCOL, a space, status. An empty line ends its head. Each line ends in
  // "\r\n".
  //
  // TODO 2 (date-and-server, length): headers stand between these two lines: Date
  // (new Date().toUTCString() is how it looks), Server (any name), Content-Length
  // (of body: in Latin-1, as here, its characters are its bytes), Content-Type.
  if (withBody) {
    text += body;
  }
  conn.write(text, 'latin1');
}

// A client may end its half first, and still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, handle);
server.listen(PORT, HOST, () => console.log(`Serving HTTP on ${HOST} port ${server.address().port} ...`));
