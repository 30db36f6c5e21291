"""An echo client to be finished: the receive loop.

The TODOs are in the order of the harness's checks: fill in the next one, run
the checks, and read what they say.

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
    # TODO 1 (message): send the message: sock.sendall, which sends all of it or
    # raises an OSError.

    data = sock.recv(BUFFER_SIZE)
    # TODO 2 (received, characters): data is what is new. Say
    # "Client Received: " and these bytes, as they are: sys.stdout.buffer.write
    # takes bytes, where print would have to guess which characters they mean.
    print(len(data), "bytes")
    # TODO 3 (pieces, patience, long-message): a recv is not a message. Receive
    # until as many bytes are back as were sent.


def run():
    """Connects, and closes the connection after the exchange."""
    sock = socket.create_connection((HOST, PORT))
    print("Connected to", sock.getpeername(), flush=True)
    exchange(sock)
    # TODO 4 (closes): say "Closing connection to the server", and close it,
    # whatever has happened.


try:
    run()
except OSError as error:
    # TODO 5 (nobody-there, one-line): say "Socket error: …" with the error on
    # sys.stderr, and end with a status that says so.
    #
    # TODO 6 (hang-up, reset): where recv returns no bytes, the server has hung
    # up: that is a socket error, too. raise ConnectionError, in exchange.
    sys.exit(0)
