"""The exercise's handlers, finished.

    python3 hello.py [PORT [hello|app]]

In the clone:

    go run ./harness 06 -- python3 hello.py {port} {app}
"""
import html
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
APP = sys.argv[2:] == ["app"]


class HelloHandler(BaseHTTPRequestHandler):
    """Answers GET, and nothing else."""

    def do_GET(self):
        """Answers every path alike."""
        self.send_response(200)  # 1
        self.send_header("Content-type", "text/html")  # 2
        self.end_headers()
        self.wfile.write(b"hello world\r\n")


def make_server(handler):
    """Returns a server that makes a handler for each connection."""
    return ThreadingHTTPServer((HOST, PORT), handler)  # 3


class AppHandler(BaseHTTPRequestHandler):
    """Answers more than one path, and a form."""

    def do_GET(self):
        """Answers by self.path."""
        if self.path != "/count":  # 4
            self.send_error(404)
            return
        self.answer("text/plain", "".join("%d\n" % i for i in range(1, 6)))

    def do_POST(self):
        """Greets whose name is in the form."""
        if self.path != "/greet":
            self.send_error(404)
            return
        try:
            length = int(self.headers["Content-Length"])
        except (TypeError, ValueError):
            self.send_error(411)
            return
        form = urllib.parse.parse_qs(self.rfile.read(length).decode(errors="replace"))  # 5
        name = form.get("name", [""])[0]
        self.answer("text/html; charset=utf-8", "hello " + html.escape(name) + "\n")  # 6

    def answer(self, content_type, text):
        self.send_response(200)
        self.send_header("Content-type", content_type)
        self.end_headers()
        self.wfile.write(text.encode())


try:
    make_server(AppHandler if APP else HelloHandler).serve_forever()
except KeyboardInterrupt:
    pass
