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

// Gone is thrown where the client has gone before its request was complete.
class Gone extends Error {}

// A Reader hands out what arrives on a connection. Text is Latin-1: a character
// for each byte.
class Reader {
  constructor(conn) {
    this.pieces = conn[Symbol.asyncIterator]();
    this.buffered = '';
  }

  // more waits for the next piece, and puts it behind what is buffered.
  async more() {
    const { done, value } = await this.pieces.next();
    if (done) throw new Gone();
    this.buffered += value.toString('latin1');
  }

  // take returns the first n characters of what is buffered.
  take(n) {
    const taken = this.buffered.slice(0, n);
    this.buffered = this.buffered.slice(n);
    return taken;
  }
}

// respond sends an answer, such as "200 OK"; after the last one the connection
// is closed.
function respond(conn, status, body, withBody, last) {
  let text = '';
  // TODO 1 (answer, status-line, line-ends): an answer begins with the line
  // PROTOCOL, a space, status. An empty line ends its head. Each line ends in
  // "\r\n".
  //
  // TODO 2 (date-and-server, one-answer, length): headers stand between these two
  // lines: Date (new Date().toUTCString() is how it looks), Server (any name),
  // Content-Length (of body: in Latin-1, as here, its characters are its bytes),
  // Content-Type: text/plain, and Connection: close in the last answer.
  if (withBody) {
    text += body;
  }
  conn.write(text, 'latin1');
}

// show is the page that tells what was parsed.
function show(request) {
  let page = `method   ${request.method}\ntarget   ${request.target}\nversion  ${request.version}\n`;
  for (const { name, value } of request.headers) {
    page += `${name}: ${value}\n`;
  }
  return page;
}

// parseRequestLine takes the first line of a request apart.
function parseRequestLine(line) {
  const request = { method: 'GET', target: '/', version: 'HTTP/1.0', headers: [] };
  // TODO 3 (target, long-target, utf8-target): the line has three words: method,
  // target and version, with one space between.
  checkRequestLine(request);
  return request;
}

// dispatch has the request answered by the function for its method.
function dispatch(conn, request, last) {
  // TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
  // are answered with 200; HEAD without the body, though with its length. Any
  // other method is answered with "501 Not Implemented".
  respond(conn, '200 OK', show(request), true, last);
}

// parseHeaders takes the lines between the first and the empty one apart.
function parseHeaders(lines) {
  const headers = [];
  // TODO 5 (headers, many-headers): push {name, value} for each: a name, a colon,
  // blanks, a value, blanks.
  checkHeaders(headers);
  return headers;
}

// readHead returns the lines of a request up to its empty one, without their
// ends.
async function readHead(reader) {
  await reader.more();
  // TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
  // half-close, cut-request, blank-lines-first): one piece is not one request.
  // Await more until a line is complete, take it, and go on until one is empty. A
  // line ends in "\n", with or without one "\r" before it. Skip empty lines before
  // the first.
  return reader.take(reader.buffered.length).split(/\r?\n/);
}

// checkRequestLine refuses what is not just so.
function checkRequestLine(request) {
  // TODO 7 (bad-request-line, http-version, other-protocols,
  // control-bytes-in-target, method-characters, absolute-target, asterisk-target,
  // head-refused): throw new Refused('400 Bad Request') for a line that has not
  // three words, a method that is no token, a version that is not HTTP/, a digit, a
  // dot, a digit, a target with a byte below 0x21. HTTP/2.0 and above is '505 HTTP
  // Version Not Supported'. A target begins with "/", or with http:// and a host,
  // which you take off.
  //
  // TODO 8 (endless-request-line, too-many-headers): back in readHead: a line of
  // more than 65,536 bytes is '414 URI Too Long' if it is the first, and '431
  // Request Header Fields Too Large' if it is another, as are more than 100 lines,
  // or 256 KiB. Count while you read.
}

// checkHeaders refuses headers that others could read in another way.
function checkHeaders(headers) {
  // TODO 9 (any-byte-in-a-value, space-before-colon, header-name, header-colon,
  // folded-header, control-bytes-in-header, host, host-name): refuse a line without
  // a colon, a name that is no token, a value with a byte below 0x20 that is no
  // tab; and a request of HTTP/1.1 that has not one Host, which is a name, or an
  // address in brackets, and perhaps a port. A line that begins with a blank has no
  // name that is a token.
}

// closeAfterAnswer closes the connection so that the last answer arrives.
async function closeAfterAnswer(conn, reader) {
  // TODO 10 (answer-arrives): a destroy with input unread makes the kernel send a
  // reset, which destroys the answer on its way. Await, after the end, what still
  // comes, for a second (setTimeout) and 1 MiB at most.
  conn.end();
  conn.destroySoon();
}

// TODO 11 (ctrl-c): process.on 'SIGINT' is how the user asks for the end: exit
// with status 0.

// handle answers one client. Whatever it awaits, others are served meanwhile.
async function handle(conn) {
  conn.on('error', () => conn.destroy()); // that client has gone
  const reader = new Reader(conn);
  try {
    // TODO 12 (keep-alive, connection-close, pipelining, head-and-next): under
    // HTTP/1.1 more requests follow on the same connection: do this again, unless
    // the request is of HTTP/1.0 or has the header "Connection: close". What is in
    // the reader beyond one request is the beginning of the next.
    await answerOne(conn, reader);
  } catch {
    // that client has gone
  }
  await closeAfterAnswer(conn, reader);
}

// answerOne answers one request.
async function answerOne(conn, reader) {
  let request;
  try {
    request = await readRequest(conn, reader);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    respond(conn, fault.message, fault.message, true, true);
    return;
  }
  dispatch(conn, request, true);
}

// readRequest returns the next request, whose body has been read.
async function readRequest(conn, reader) {
  const lines = await readHead(reader);
  const request = parseRequestLine(lines[0]);
  request.headers = parseHeaders(lines.slice(1));
  // TODO 13 (expect-100, expect-something-else): a client of HTTP/1.1 that sends
  // "Expect: 100-continue" waits, before its body, for the line "HTTP/1.1 100
  // Continue" and an empty one. Any other expectation is '417 Expectation Failed'.
  //
  // TODO 14 (content-length, two-lengths, length-and-coding, transfer-encoding,
  // chunked-in-1.0, body-of-a-get, drained-body, body-in-pieces, underscore,
  // huge-length, nonsense-behind-a-request): a request with Content-Length has a
  // body of so many bytes, which is not the next request, whatever it looks like.
  // Read it away; refuse a length that is not all digits, has more than 15 of them,
  // or is there twice, and any Transfer-Encoding but one "chunked" in HTTP/1.1
  // without a length. Look at this before the method, and answer '413 Content Too
  // Large' to more than you want to read. A method that is answered with 501 need
  // not have its body read: its answer is the last.
  await skipChunks(reader);
  return request;
}

// skipChunks reads a body in chunks, and the trailers behind it.
async function skipChunks(reader) {
  // TODO 15 (chunked, trailers, chunk-size, chunk-line, chunk-end, chunk-extension,
  // chunk-overhead): where the Transfer-Encoding is chunked: a line with a size in
  // hexadecimal digits, perhaps ";" and words that nobody needs, so many bytes,
  // "\r\n"; behind a size of 0, lines up to an empty one. Each line ends in "\r\n",
  // and is short, and so are all of them beside the body. Anything else is refused.
}

// A client may end its half first, and still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, handle);
server.listen(PORT, HOST, () => console.log(`Serving HTTP on ${HOST} port ${server.address().port} ...`));
