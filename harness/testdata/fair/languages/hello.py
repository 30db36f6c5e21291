"""Stage 06 in Python 3, with threads. Arguments: HOST PORT hello|app."""
import html
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def answer(self, body, status=200, kind='text/html'):
        self.send_response(status)
        self.send_header('Content-type', kind)
        self.send_header('Content-Length', str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        path = self.path.split('?')[0]
        if path == '/' or sys.argv[3] != 'app':
            self.answer('hello world\r\n')
        elif path == '/count':
            self.answer('1\n2\n3\n4\n5\n', kind='text/plain')
        else:
            self.send_error(404)

    def greet(self):
        form = self.rfile.read(int(self.headers['Content-Length'])).decode()
        name = urllib.parse.parse_qs(form).get('name', [''])[0]
        self.answer('hello %s\n' % html.escape(name))


if sys.argv[3] == 'app':
    Handler.do_POST = Handler.greet

if __name__ == '__main__':
    ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
