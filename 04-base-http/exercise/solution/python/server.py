"""The exercise's HTTP server, finished.

    go run ./harness 04 -- python3 server.py {port} {protocol}
"""
import email.utils
import re
import socket
import sys
import threading
import time

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
PROTOCOL = sys.argv[2] if len(sys.argv) > 2 else "HTTP/1.0"

ENOUGH = 16 << 20  # bytes of a body that are read

TOKEN = re.compile(rb"[0-9A-Za-z!#$%&'*+.^_`|~-]+")
VERSION = re.compile(rb"HTTP/[0-9]\.[0-9]")
HOSTNAME = re.compile(rb"(([0-9A-Za-z._~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?")
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
NO_URL = re.compile(rb"[\x00-\x20\x7f]")
# A chunk's line: its size, and an extension that nobody needs.
CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,15})(;[^\x00-\x08\x0a-\x1f\x7f]{0,1000})?\r\n")


class Refused(Exception):
    """A request that is not served; its text is the status to answer with."""


class Gone(Exception):
    """The client has gone before its request was complete."""


class Request:
    """What a client has asked for."""

    def __init__(self, method, target, version):
        self.method, self.target, self.version = method, target, version
        self.headers = []

    def get(self, name):
        """Returns the values of the headers called name, in any case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def respond(conn, status, body, with_body, last):
    """Sends an answer, such as "200 OK"; after the last one the connection is closed."""
    answer = "%s %s\r\n" % (PROTOCOL, status)  # 1
    answer += "Date: %s\r\nServer: solution\r\n" % email.utils.formatdate(usegmt=True)
    answer += "Content-Type: text/plain\r\nContent-Length: %d\r\n" % len(body)  # 2
    if last:
        answer += "Connection: close\r\n"
    answer = answer.encode() + b"\r\n"
    if with_body:
        answer += body
    conn.sendall(answer)


def show(request):
    """The page that tells what was parsed."""
    page = b"method   %s\ntarget   %s\nversion  %s\n" % (request.method, request.target, request.version)
    for name, value in request.headers:
        page += b"%s: %s\n" % (name, value)
    return page


def parse_request_line(line):
    """Takes the first line of a request apart."""
    words = line.split(b" ")  # 3
    if len(words) != 3:
        raise Refused("400 Bad Request")
    return check_request_line(Request(*words))


def dispatch(conn, request, last):
    """Has the request answered by the function for its method."""
    respond(conn, "200 OK", show(request), request.method != b"HEAD", last)  # 4


def has_handler(method):
    """Reports whether dispatch knows the method."""
    return method in (b"GET", b"HEAD", b"POST")  # 4


def parse_headers(lines):
    """Takes the lines between the first and the empty one apart."""
    headers = []
    for line in lines:
        name, colon, value = line.partition(b":")  # 5
        if not colon:
            raise Refused("400 Bad Request")
        headers.append((name, value.strip(b" \t")))
    return check_headers(headers)


def read_head(rfile):
    """Returns the lines of a request up to its empty one, without their ends."""
    lines, size, blank = [], 0, 0
    while True:  # 6
        line = read_line(rfile, "431 Request Header Fields Too Large" if lines else "414 URI Too Long")
        line = line[:-1]
        if line.endswith(b"\r"):
            line = line[:-1]
        if line:
            lines.append(line)
        elif lines:
            return lines
        else:
            blank += 1
        size += len(line)
        if len(lines) > 101 or size > 256 << 10:
            raise Refused("431 Request Header Fields Too Large")
        if blank > 8:
            raise Refused("400 Bad Request")


def read_line(rfile, status_if_long):
    """Returns a line with its end."""
    line = rfile.readline(65537)
    if len(line) > 65536:
        raise Refused(status_if_long)  # 8
    if not line.endswith(b"\n"):
        raise Gone
    return line


def check_request_line(request):
    """Refuses what is not just so."""
    if not (TOKEN.fullmatch(request.method) and VERSION.fullmatch(request.version)):  # 7
        raise Refused("400 Bad Request")
    if NO_URL.search(request.target):
        raise Refused("400 Bad Request")
    if request.version[5:6] > b"1":
        raise Refused("505 HTTP Version Not Supported")
    if request.target[:7].lower() == b"http://":
        request.target = b"/" + request.target[7:].partition(b"/")[2]
    if not request.target.startswith(b"/"):
        raise Refused("400 Bad Request")
    return request


def check_headers(headers):
    """Refuses headers that others could read in another way."""
    for name, value in headers:  # 9
        if not TOKEN.fullmatch(name) or CONTROL.search(value):
            raise Refused("400 Bad Request")
    return headers


def check_host(request):
    """Wants one Host in a request of HTTP/1.1."""
    hosts = request.get(b"Host")  # 9
    if request.version >= b"HTTP/1.1" and (len(hosts) != 1 or not HOSTNAME.fullmatch(hosts[0])):
        raise Refused("400 Bad Request")


def serve_forever():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    sock.listen(128)
    print("Serving HTTP on", HOST, "port", PORT, "...", flush=True)
    while True:
        try:
            conn, address = sock.accept()
        except OSError:  # out of descriptors: who waits is accepted when one is free
            time.sleep(0.01)
            continue
        threading.Thread(target=handle, args=(conn,), daemon=True).start()  # 10


def close_after_answer(conn):
    """Closes the connection so that the last answer arrives."""
    # 11: a close with input unread makes the kernel send a reset, which destroys
    # the answer on its way.
    try:
        conn.shutdown(socket.SHUT_WR)
        conn.settimeout(1)
        limit = 1 << 20
        while limit > 0:
            data = conn.recv(65536)
            if not data:
                break
            limit -= len(data)
    except OSError:
        pass  # that client has gone
    finally:
        conn.close()


def handle(conn):
    """Answers one client."""
    try:
        with conn.makefile("rb") as rfile:
            while answer_one(conn, rfile):  # 13
                pass
    except (OSError, Gone):
        pass  # that client has gone
    finally:
        close_after_answer(conn)


def answer_one(conn, rfile):
    """Answers one request, and returns whether another may follow."""
    try:
        request = read_request(conn, rfile)
    except Refused as refusal:
        respond(conn, str(refusal), b"", True, True)  # HEAD has no body either
        return False
    last = (
        PROTOCOL < "HTTP/1.1"
        or request.version < b"HTTP/1.1"
        or any(re.search(rb"(^|,)[ \t]*close[ \t]*(,|$)", value, re.I) for value in request.get(b"Connection"))  # "TE, close"
    )
    dispatch(conn, request, last)
    return not last


def read_request(conn, rfile):
    """Returns the next request, whose body has been read."""
    lines = read_head(rfile)
    request = parse_request_line(lines[0])
    request.headers = parse_headers(lines[1:])
    check_host(request)
    length, chunked = framing(request)
    if not has_handler(request.method):
        raise Refused("501 Not Implemented")  # 4
    expectation(conn, request)
    if chunked:
        skip_chunks(rfile)
    else:
        skip(rfile, length)  # 15
    return request


def expectation(conn, request):
    """Answers a client that wants to hear, before it sends the body, that it may."""
    for value in request.get(b"Expect"):  # 14
        if value.lower() != b"100-continue":
            raise Refused("417 Expectation Failed")
        if PROTOCOL >= "HTTP/1.1" and request.version >= b"HTTP/1.1":
            conn.sendall(PROTOCOL.encode() + b" 100 Continue\r\n\r\n")


def framing(request):
    """Returns how many bytes of body follow the head, and whether they come in chunks."""
    lengths, codings = request.get(b"Content-Length"), request.get(b"Transfer-Encoding")  # 15
    if codings:
        if request.version < b"HTTP/1.1" or lengths or [c.lower() for c in codings] != [b"chunked"]:
            raise Refused("400 Bad Request")
        return 0, True
    if not lengths:
        return 0, False
    if len(lengths) > 1 or not re.fullmatch(rb"[0-9]{1,18}", lengths[0]):
        raise Refused("400 Bad Request")
    if int(lengths[0]) > ENOUGH:
        raise Refused("413 Content Too Large")
    return int(lengths[0]), False


def skip(rfile, n):
    """Reads n bytes away."""
    while n > 0:
        data = rfile.read(min(n, 65536))
        if not data:
            raise Gone
        n -= len(data)


def skip_chunks(rfile):
    """Reads a body in chunks, and the trailers behind it."""
    total, lines = 0, 0
    while True:  # 16
        line = read_line(rfile, "400 Bad Request")
        lines += len(line)
        match = CHUNK_LINE.fullmatch(line)
        if not match:
            raise Refused("400 Bad Request")
        size = int(match[1], 16)
        if size == 0:
            break
        total += size
        if total > ENOUGH:
            raise Refused("413 Content Too Large")
        if lines > (16 << 10) + 16 * total:
            raise Refused("400 Bad Request")  # the lines are more work than the body
        skip(rfile, size)
        if rfile.read(2) != b"\r\n":
            raise Refused("400 Bad Request")
    for _ in range(100):
        if read_line(rfile, "400 Bad Request") in (b"\r\n", b"\n"):
            return
    raise Refused("400 Bad Request")


try:
    serve_forever()
except KeyboardInterrupt:
    pass  # 12: its user has asked for the end
