"""An echo server in Python that serves one client after the other: no more than
the article's."""
import socket
import sys

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    conn, _ = listener.accept()
    with conn:
        while data := conn.recv(2048):
            conn.sendall(data)
