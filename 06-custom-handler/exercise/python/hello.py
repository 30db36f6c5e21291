"""A handler of your own, to be finished: hello world, a second route, a form.

The TODOs are in the order of the harness's checks: fill in the next one, run
the checks, and read what they say.

    python3 hello.py [PORT [hello|app]]

In the clone:

    go run ./harness 06 -- python3 hello.py {port} {app}
"""
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
APP = sys.argv[2:] == ["app"]


class HelloHandler(BaseHTTPRequestHandler):
    """Answers GET, and nothing else."""

    def do_GET(self):
        """Answers every path alike."""
        # TODO 1 (hello): answer with 200, in three steps: send_response for the
        # status, end_headers, and then the body, b"hello world\r\n", to
        # self.wfile.
        #
        # TODO 2 (type): say between the first two that the body is text/html:
        # send_header, with the name Content-type.
        self.send_error(404)


def make_server(handler):
    """Returns a server that makes a handler for each connection."""
    # TODO 3 (silent-client): HTTPServer serves one connection after the other,
    # and a client that says nothing keeps all others waiting.
    # http.server.ThreadingHTTPServer gives each connection a thread.
    return HTTPServer((HOST, PORT), handler)


class AppHandler(BaseHTTPRequestHandler):
    """Answers more than one path, and a form."""

    def do_GET(self):
        """Answers by self.path."""
        # TODO 4 (second-route): for /count, answer with the lines 1 to 5, each
        # ended by b"\n". Any other path keeps its 404.
        self.send_error(404)

    # TODO 5 (form, form-fields, form-in-pieces, forms-side-by-side): write do_POST;
    # the server finds it by its name. The form has
    # int(self.headers["Content-Length"]) bytes, which self.rfile.read waits for,
    # and looks like name=An+Na: urllib.parse.parse_qs takes it apart. Answer with
    # "hello " and the name.
    #
    # TODO 6 (form-is-no-markup): a name is whatever somebody types. Escape it
    # before it becomes part of a page: html.escape.


try:
    make_server(AppHandler if APP else HelloHandler).serve_forever()
except KeyboardInterrupt:
    pass
