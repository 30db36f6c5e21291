"""The exercise's echo client, finished.

    python3 client.py [PORT [MESSAGE]]

In the clone:

    go run ./harness 02 -- python3 client.py {port} {message}
"""
import os
import socket
import sys

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
MESSAGE = os.fsencode(sys.argv[2]) if len(sys.argv) > 2 else b"Hello"
BUFFER_SIZE = 10


def exchange(sock):
    """Sends the message, and receives as many bytes as it has."""
    sock.sendall(MESSAGE)  # 1
    received = 0
    while received < len(MESSAGE):  # 3
        data = sock.recv(BUFFER_SIZE)
        if not data:  # 6
            raise ConnectionError("the server hung up after %d of %d bytes" % (received, len(MESSAGE)))
        sys.stdout.buffer.write(b"Client Received: " + data + b"\n")  # 2
        sys.stdout.buffer.flush()
        received += len(data)


def run():
    """Connects, and closes the connection after the exchange."""
    sock = socket.create_connection((HOST, PORT))
    print("Connected to", sock.getpeername(), flush=True)
    try:
        exchange(sock)
    finally:
        print("Closing connection to the server", flush=True)  # 4
        sock.close()


try:
    run()
except OSError as error:
    print("Socket error:", error, file=sys.stderr)  # 5
    sys.exit(1)
