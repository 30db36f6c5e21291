# Python 2: a handler of one's own on BaseHTTPServer, as at the article's end.
import BaseHTTPServer

HOST = '127.0.0.1'
PORT = 8000


class HelloHandler(BaseHTTPServer.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-type', 'text/html')
        self.end_headers()
        self.wfile.write('hello world\r\n')


BaseHTTPServer.HTTPServer((HOST, PORT), HelloHandler).serve_forever()
