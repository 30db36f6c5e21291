"""An HTTP server to be finished, from bytes on a connection.

The TODOs are in the order of the harness's checks: fill in the next one, run
the checks, and read what they say. A check that no TODO names has a hint of
its own. In the clone:

    go run ./harness 04 -- python3 server.py {port} {protocol}
"""
import socket
import sys

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
PROTOCOL = sys.argv[2] if len(sys.argv) > 2 else "HTTP/1.0"


class Refused(Exception):
    """A request that is not served; its text is the status to answer with."""


class Gone(Exception):
    """The client has gone before its request was complete."""


class Request:
    """What a client has asked for, in bytes."""

    def __init__(self, method, target, version):
        self.method, self.target, self.version = method, target, version
        self.headers = []


def respond(conn, status, body, with_body, last):
    """Sends an answer, such as "200 OK"; after the last one the connection is closed."""
    answer = b""
    # TODO 1 (answer, status-line, line-ends): an answer begins with the line
    # PROTOCOL, a space, status. An empty line ends its head. Each line ends in
    # "\r\n", and all of it is sent as bytes: text.encode().
    #
    # TODO 2 (date-and-server, one-answer, length): headers stand between these two
    # lines: Date (email.utils.formatdate(usegmt=True) is how it looks), Server (any
    # name), Content-Length (of body, in bytes), Content-Type: text/plain, and
    # Connection: close in the last answer.
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
    request = Request(b"GET", b"/", b"HTTP/1.0")
    # TODO 3 (target, long-target, utf8-target): the line has three words: method,
    # target and version, with one space between. They are bytes; keep them.
    return check_request_line(request)


def dispatch(conn, request, last):
    """Has the request answered by the function for its method."""
    # TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
    # are answered with 200; HEAD without the body, though with its length. Any
    # other method is answered with "501 Not Implemented".
    respond(conn, "200 OK", show(request), True, last)


def parse_headers(lines):
    """Takes the lines between the first and the empty one apart."""
    headers = []
    # TODO 5 (headers, many-headers): each is a name, a colon, blanks, a value,
    # blanks.
    return check_headers(headers)


def read_head(conn, rfile):
    """Returns the lines of a request up to its empty one, without their ends."""
    data = conn.recv(16384)
    if not data:
        raise Gone
    # TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
    # half-close, cut-request, blank-lines-first): one recv is not one request. Read
    # lines from rfile (readline), not from conn, until one is empty. A line ends in
    # b"\n", with or without one b"\r" before it. If the connection ends earlier,
    # raise Gone. Skip empty lines before the first.
    return data.rstrip(b"\r\n").split(b"\r\n")


def check_request_line(request):
    """Refuses what is not just so."""
    # TODO 7 (bad-request-line, http-version, other-protocols,
    # control-bytes-in-target, method-characters, absolute-target, asterisk-target,
    # head-refused): raise Refused("400 Bad Request") for a line that has not three
    # words, a method that is no token, a version that is not HTTP/, a digit, a dot,
    # a digit, a target with a byte below 0x21. HTTP/2.0 and above is "505 HTTP
    # Version Not Supported". A target begins with "/", or with http:// and a host,
    # which you take off.
    #
    # TODO 8 (endless-request-line, too-many-headers): back in read_head: a line of
    # more than 65,536 bytes is "414 URI Too Long" if it is the first, and "431
    # Request Header Fields Too Large" if it is another, as are more than 100 lines,
    # or 256 KiB. rfile.readline takes a limit.
    return request


def check_headers(headers):
    """Refuses headers that others could read in another way."""
    # TODO 9 (any-byte-in-a-value, space-before-colon, header-name, header-colon,
    # folded-header, control-bytes-in-header, host, host-name): refuse a line
    # without a colon, a name that is no token, a value with a byte below 0x20 that
    # is no tab; and a request of HTTP/1.1 that has not one Host, which is a name,
    # or an address in brackets, and perhaps a port. A line that begins with a blank
    # has no name that is a token.
    return headers


def serve_forever():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    sock.listen(128)
    print("Serving HTTP on", HOST, "port", PORT, "...", flush=True)
    while True:
        conn, address = sock.accept()
        # TODO 10 (silent-client, many-clients, rude-clients): a client that says
        # nothing keeps all the others waiting here. Handle each in a thread:
        # threading.Thread.
        handle(conn)


def close_after_answer(conn):
    """Closes the connection so that the last answer arrives."""
    # TODO 11 (answer-arrives): a close with input unread makes the kernel send a
    # reset, which destroys the answer on its way. Say first that you have finished:
    # conn.shutdown(socket.SHUT_WR). Then receive away what still comes, for a second
    # and 1 MiB at most.
    #
    # TODO 12 (ctrl-c): at the end of this file: the exception KeyboardInterrupt is
    # how the user asks for the end, and no error.
    conn.close()


def handle(conn):
    """Answers one client."""
    try:
        with conn.makefile("rb") as rfile:
            # TODO 13 (keep-alive, connection-close, pipelining, head-and-next): under
            # HTTP/1.1 more requests follow on the same connection: do this again,
            # unless the request is of HTTP/1.0 or has the header "Connection: close".
            # What is in rfile beyond one request is the beginning of the next.
            answer_one(conn, rfile)
    except (OSError, Gone):
        pass  # that client has gone
    finally:
        close_after_answer(conn)


def answer_one(conn, rfile):
    """Answers one request."""
    try:
        request = read_request(conn, rfile)
    except Refused as refusal:
        respond(conn, str(refusal), str(refusal).encode(), True, True)
        return
    dispatch(conn, request, True)


def read_request(conn, rfile):
    """Returns the next request, whose body has been read."""
    lines = read_head(conn, rfile)
    request = parse_request_line(lines[0])
    request.headers = parse_headers(lines[1:])
    # TODO 14 (expect-100, expect-something-else): a client of HTTP/1.1 that sends
    # "Expect: 100-continue" waits, before its body, for the line "HTTP/1.1 100
    # Continue" and an empty one. Any other expectation is "417 Expectation Failed".
    #
    # TODO 15 (content-length, two-lengths, length-and-coding, transfer-encoding,
    # chunked-in-1.0, body-of-a-get, drained-body, body-in-pieces, underscore,
    # huge-length, nonsense-behind-a-request): a request with Content-Length has a
    # body of so many bytes, which is not the next request, whatever it looks like.
    # Read it away; refuse a length that is not all digits, has more than 18 of
    # them, or is there twice, and any Transfer-Encoding but one "chunked" in
    # HTTP/1.1 without a length. Look at this before the method, and answer "413
    # Content Too Large" to more than you want to read. A method that is answered
    # with 501 need not have its body read: its answer is the last.
    skip_chunks(rfile)
    return request


def skip_chunks(rfile):
    """Reads a body in chunks, and the trailers behind it."""
    # TODO 16 (chunked, trailers, chunk-size, chunk-line, chunk-end,
    # chunk-extension, chunk-overhead): where the Transfer-Encoding is chunked: a
    # line with a size in hexadecimal digits, perhaps ";" and words that nobody
    # needs, so many bytes, "\r\n"; behind a size of 0, lines up to an empty one.
    # Each line ends in "\r\n", and is short, and so are all of them beside the
    # body. Anything else is 400.


serve_forever()
