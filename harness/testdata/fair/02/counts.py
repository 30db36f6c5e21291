"""An echo client in Python: socket. A character whose end has not come is kept."""
import codecs
import os
import socket
import sys

port = int(sys.argv[1])
message = os.fsencode(sys.argv[2]) if len(sys.argv) > 2 else b"Hello"
decoder = codecs.getincrementaldecoder("utf-8")()
sys.stdout.reconfigure(encoding="utf-8")
try:
    with socket.create_connection(("127.0.0.1", port)) as conn:
        conn.sendall(message)
        received = 0
        while received < len(message):
            data = conn.recv(10)
            if not data:
                raise ConnectionError("the server has closed too early")
            received += len(data)
            print("Client Received:", decoder.decode(data))
        print("Closing connection to the server")
except OSError as error:
    sys.exit("Socket error: %s" % error)
