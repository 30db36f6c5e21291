"""Stage 04 in the article's own means, for Python 2 and 3: BaseHTTPServer
answers with what it parsed. Arguments: HOST PORT PROTOCOL."""
import sys

try:
    from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
except ImportError:
    from http.server import BaseHTTPRequestHandler, HTTPServer


class ShowRequestHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.show()
        self.send_response(200)
        self.send_header('Content-type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_POST = do_GET

    def show(self):
        text = '%s by do_%s\n' % (self.requestline, self.command)
        for name, value in self.fields():
            text += '%s: %s\n' % (name, value.strip())
        return text if str is bytes else text.encode('latin-1', 'replace')

    def fields(self):
        if hasattr(self.headers, 'headers'):  # Python 2 keeps the lines
            return [line.split(':', 1) for line in self.headers.headers]
        return self.headers.items()


if __name__ == '__main__':
    ShowRequestHandler.protocol_version = sys.argv[3]
    HTTPServer((sys.argv[1], int(sys.argv[2])), ShowRequestHandler).serve_forever()
