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


def serve_forever():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, PORT))
    sock.listen(128)
    print("Serving HTTP on", HOST, "port", PORT, "...", flush=True)
    while True:
        conn, address = sock.accept()
        # TODO 9 (silent-client, many-clients): a client that says nothing keeps
        # all the others waiting here. Handle each in a thread: threading.Thread.
        try:
            handle(conn)
        except OSError:
            pass  # that client has gone
        finally:
            conn.close()


def handle(conn):
    """Answers one client."""
    # TODO 10 (keep-alive, connection-close, pipelining): under HTTP/1.1 more
    # requests follow on the same connection: do this again, unless the request
    # is of HTTP/1.0 or has the header "Connection: close". What you have read
    # beyond one request is the beginning of the next.
    #
    # TODO 11 (content-length, two-lengths, body-of-a-get, drained-body): a request
    # with Content-Length has a body of so many bytes, which is not the next
    # request, whatever it looks like. Read it, and answer 400 to a length that is
    # not all digits, has more than 18 of them, or is there twice.
    head = read_head(conn)
    if not head:
        return
    try:
        method, target, version, headers = parse(head)
    except Refused as refusal:
        respond(conn, str(refusal), str(refusal).encode(), True)
        return
    dispatch(conn, method, target, version, headers)


def read_head(conn):
    """Returns a request up to and with its empty line, in bytes."""
    # TODO 6 (split-request, bytewise, waits-for-the-blank-line, bare-lf,
    # cut-request, blank-lines-first): one recv is not one request. Receive until
    # the empty line is there; a line ends in b"\n", with or without b"\r" before
    # it. If the connection ends earlier, there is no request. Skip empty lines
    # before the first.
    return conn.recv(16384)


def parse(head):
    """Takes a request apart."""
    method, target, version, headers = b"GET", b"/", b"HTTP/1.0", []
    # TODO 3 (target, long-target): the first line has three words: method,
    # target and version. They are bytes; keep them as such.
    #
    # TODO 5 (headers, many-headers): the other lines, up to the empty one, are
    # headers: a name, a colon, blanks, a value, blanks.
    #
    # TODO 7 (bad-request-line, http-version, control-bytes-in-target,
    # method-characters, asterisk-target): a first line that is not just so is
    # refused: raise Refused("400 Bad Request"). HTTP/2.0 and above is "505 HTTP
    # Version Not Supported".
    #
    # TODO 8 (space-before-colon, header-name, header-colon, folded-header,
    # control-bytes-in-header, host): and for headers that others could read in
    # another way.
    return method, target, version, headers


def dispatch(conn, method, target, version, headers):
    """Has the request answered by the function for its method."""
    # TODO 4 (method, unknown-method, lowercase-method, head): GET, HEAD and POST
    # are answered with 200; HEAD without the body, though with its length. Any
    # other method is answered with "501 Not Implemented".
    respond(conn, "200 OK", show(method, target, version, headers), True)


def show(method, target, version, headers):
    """The page that tells what was parsed."""
    page = b"method   %s\ntarget   %s\nversion  %s\n" % (method, target, version)
    for name, value in headers:
        page += b"%s: %s\n" % (name, value)
    return page


def respond(conn, status, body, with_body):
    """Sends an answer, such as "200 OK", with or without its body."""
    answer = b""
    # TODO 1 (answer, status-line, line-ends): an answer begins with the line
    # PROTOCOL, a space, status. An empty line ends its head. Each line ends in
    # "\r\n", and all of it is sent as bytes: text.encode().
    #
    # TODO 2 (date-and-server, length): headers stand between these two lines:
    # Date (email.utils.formatdate(usegmt=True) is how it looks), Server (any
    # name), Content-Length (of body, in bytes), Content-Type: text/plain.
    if with_body:
        answer += body
    conn.sendall(answer)


serve_forever()
