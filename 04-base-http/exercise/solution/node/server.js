// The exercise's HTTP server, finished.
//
//     go run ./harness 04 -- node server.js {port} {protocol}
'use strict';

const net = require('node:net');

const HOST = '127.0.0.1';
const PORT = Number(process.argv[2] ?? 8000);
const PROTOCOL = process.argv[3] ?? 'HTTP/1.0';

const ENOUGH = 16 << 20; // bytes of a body that are read

const TOKEN = /^[0-9A-Za-z!#$%&'*+.^_`|~-]+$/;
const VERSION = /^HTTP\/[0-9]\.[0-9]$/;
const HOSTNAME = /^(([0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?$/;
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
const NO_URL = /[\x00-\x20\x7f]/;
// A chunk's line: its size, and an extension that nobody needs.
const CHUNK_LINE = /^([0-9A-Fa-f]{1,12})(;[^\x00-\x08\x0a-\x1f\x7f]{0,1000})?\r\n$/;

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

  // more waits for the next piece.
  async more() {
    const { done, value } = await this.pieces.next();
    if (done) throw new Gone();
    this.buffered += value.toString('latin1');
  }

  take(n) {
    const taken = this.buffered.slice(0, n);
    this.buffered = this.buffered.slice(n);
    return taken;
  }

  // line returns a line with its end.
  async line(statusIfLong) {
    for (;;) { // 6
      const end = this.buffered.indexOf('\n');
      if (end > 65536 || end < 0 && this.buffered.length > 65536) throw new Refused(statusIfLong); // 8
      if (end >= 0) return this.take(end + 1);
      await this.more();
    }
  }

  // skip reads n bytes away.
  async skip(n) {
    while (n > 0) {
      if (this.buffered === '') await this.more();
      n -= this.take(n).length;
    }
  }

  async exactly(n) {
    while (this.buffered.length < n) await this.more();
    return this.take(n);
  }
}

// get returns the values of the headers called name, in any case.
function get(request, name) {
  return request.headers.filter((header) => header.name.toLowerCase() === name).map((header) => header.value);
}

// respond sends an answer, such as "200 OK"; after the last one the connection
// is closed.
function respond(conn, status, body, withBody, last) {
  let text = `${PROTOCOL} ${status}\r\n`; // 1
  text += `Date: ${new Date().toUTCString()}\r\nServer: solution\r\n`;
  text += `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n`; // 2
  if (last) {
    text += 'Connection: close\r\n';
  }
  text += '\r\n';
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
  const words = line.split(' '); // 3
  if (words.length !== 3) throw new Refused('400 Bad Request');
  const request = { method: words[0], target: words[1], version: words[2], headers: [] };
  checkRequestLine(request);
  return request;
}

// dispatch has the request answered by the function for its method.
function dispatch(conn, request, last) {
  respond(conn, '200 OK', show(request), request.method !== 'HEAD', last); // 4
}

// hasHandler tells whether dispatch knows the method.
function hasHandler(method) {
  return ['GET', 'HEAD', 'POST'].includes(method); // 4
}

// parseHeaders takes the lines between the first and the empty one apart.
function parseHeaders(lines) {
  const headers = [];
  for (const line of lines) {
    const colon = line.indexOf(':'); // 5
    if (colon < 0) throw new Refused('400 Bad Request');
    headers.push({ name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '') });
  }
  checkHeaders(headers);
  return headers;
}

// readHead returns the lines of a request up to its empty one, without their
// ends.
async function readHead(reader) {
  const lines = [];
  for (let size = 0, blank = 0; ;) { // 6
    const line = (await reader.line(lines.length ? '431 Request Header Fields Too Large' : '414 URI Too Long')).replace(/\r?\n$/, '');
    if (line !== '') lines.push(line);
    else if (lines.length) return lines;
    else blank++;
    size += line.length;
    if (lines.length > 101 || size > 256 << 10) throw new Refused('431 Request Header Fields Too Large');
    if (blank > 8) throw new Refused('400 Bad Request');
  }
}

// checkRequestLine refuses what is not just so.
function checkRequestLine(request) {
  if (!TOKEN.test(request.method) || !VERSION.test(request.version) || NO_URL.test(request.target)) { // 7
    throw new Refused('400 Bad Request');
  }
  if (request.version[5] > '1') throw new Refused('505 HTTP Version Not Supported');
  request.target = request.target.replace(/^http:\/\/[^/]*\/?/i, '/');
  if (!request.target.startsWith('/')) throw new Refused('400 Bad Request');
}

// checkHeaders refuses headers that others could read in another way.
function checkHeaders(headers) {
  for (const { name, value } of headers) { // 9
    if (!TOKEN.test(name) || CONTROL.test(value)) throw new Refused('400 Bad Request');
  }
}

// checkHost wants one Host in a request of HTTP/1.1.
function checkHost(request) {
  const hosts = get(request, 'host'); // 9
  if (request.version >= 'HTTP/1.1' && (hosts.length !== 1 || !HOSTNAME.test(hosts[0]))) {
    throw new Refused('400 Bad Request');
  }
}

// closeAfterAnswer closes the connection so that the last answer arrives.
async function closeAfterAnswer(conn, reader) {
  // 10: a close with input unread makes the kernel send a reset, which destroys
  // the answer on its way.
  conn.end();
  const enough = setTimeout(() => conn.destroy(), 1000);
  try {
    await reader.skip(1 << 20);
  } catch {
    // that client has gone
  }
  clearTimeout(enough);
  conn.destroy();
}

process.on('SIGINT', () => process.exit(0)); // 11

// handle answers one client. Whatever it awaits, others are served meanwhile.
async function handle(conn) {
  conn.on('error', () => conn.destroy()); // that client has gone
  const reader = new Reader(conn);
  try {
    while (await answerOne(conn, reader)); // 12
  } catch {
    // that client has gone
  }
  await closeAfterAnswer(conn, reader);
}

// answerOne answers one request, and returns whether another may follow.
async function answerOne(conn, reader) {
  let request;
  try {
    request = await readRequest(conn, reader);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    respond(conn, fault.message, '', true, true); // HEAD has no body either
    return false;
  }
  const last = PROTOCOL < 'HTTP/1.1' || request.version < 'HTTP/1.1' ||
    get(request, 'connection').some((value) => /(^|,)[ \t]*close[ \t]*(,|$)/i.test(value)); // "TE, close"
  dispatch(conn, request, last);
  return !last;
}

// readRequest returns the next request, whose body has been read.
async function readRequest(conn, reader) {
  const lines = await readHead(reader);
  const request = parseRequestLine(lines[0]);
  request.headers = parseHeaders(lines.slice(1));
  checkHost(request);
  const { length, chunked } = framing(request);
  if (!hasHandler(request.method)) throw new Refused('501 Not Implemented'); // 4
  expectation(conn, request);
  if (chunked) {
    await skipChunks(reader);
  } else {
    await reader.skip(length); // 14
  }
  return request;
}

// expectation answers a client that wants to hear, before it sends the body,
// that it may.
function expectation(conn, request) {
  for (const value of get(request, 'expect')) { // 13
    if (value.toLowerCase() !== '100-continue') throw new Refused('417 Expectation Failed');
    if (PROTOCOL >= 'HTTP/1.1' && request.version >= 'HTTP/1.1') conn.write(`${PROTOCOL} 100 Continue\r\n\r\n`);
  }
}

// framing returns how many bytes of body follow the head, or that they come in
// chunks.
function framing(request) {
  const lengths = get(request, 'content-length'); // 14
  const codings = get(request, 'transfer-encoding');
  if (codings.length) {
    if (request.version < 'HTTP/1.1' || lengths.length || codings.length > 1 || codings[0].toLowerCase() !== 'chunked') {
      throw new Refused('400 Bad Request');
    }
    return { length: 0, chunked: true };
  }
  if (!lengths.length) return { length: 0, chunked: false };
  if (lengths.length > 1 || !/^[0-9]{1,15}$/.test(lengths[0])) throw new Refused('400 Bad Request');
  if (Number(lengths[0]) > ENOUGH) throw new Refused('413 Content Too Large');
  return { length: Number(lengths[0]), chunked: false };
}

// skipChunks reads a body in chunks, and the trailers behind it.
async function skipChunks(reader) {
  for (let total = 0, lines = 0; ;) { // 15
    const line = await reader.line('400 Bad Request');
    lines += line.length;
    const match = CHUNK_LINE.exec(line);
    if (!match) throw new Refused('400 Bad Request');
    const size = parseInt(match[1], 16);
    if (size === 0) break;
    total += size;
    if (total > ENOUGH) throw new Refused('413 Content Too Large');
    if (lines > (16 << 10) + 16 * total) throw new Refused('400 Bad Request'); // the lines are more work than the body
    await reader.skip(size);
    if (await reader.exactly(2) !== '\r\n') throw new Refused('400 Bad Request');
  }
  for (let i = 0; i < 100; i++) {
    const line = await reader.line('400 Bad Request');
    if (line === '\r\n' || line === '\n') return;
  }
  throw new Refused('400 Bad Request');
}

// A client may end its half first, and still gets its answer.
const server = net.createServer({ allowHalfOpen: true }, handle);
server.listen(PORT, HOST, () => console.log(`Serving HTTP on ${HOST} port ${server.address().port} ...`));
