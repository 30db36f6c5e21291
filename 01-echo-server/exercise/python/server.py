"""An echo server to be finished: from socket to close, then for two clients at once.

The TODOs are in the order of the harness's checks: fill in the next one, run
the checks, and read what they say.

    python3 server.py [PORT]
"""
import socket
import sys
import time

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
BUFFER_SIZE = 2048


def listen():
    """Returns a socket that takes calls."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    set_options(sock)
    sock.bind((HOST, PORT))
    # TODO 1 (accept): the socket has an address, but takes no calls yet:
    # sock.listen, with a backlog of 5.
    print("Server start, listening", PORT, flush=True)
    return sock


def echo(conn):
    """Answers one client, to its end."""
    data = conn.recv(BUFFER_SIZE)
    print("Server Recv Data:", data, flush=True)
    # TODO 2 (echo, again, binary, longer, megabytes): send back what was
    # received, and receive again, until recv returns no bytes: the client's end.
    # conn.send returns how many bytes it took: perhaps not all.
    print("Server Recv Over", flush=True)
    # TODO 3 (half-close, unsent): when the client has no more to say, and all
    # is sent, close the connection: only then does it know that it has
    # everything.


def serve(sock):
    """Accepts clients and has them answered."""
    conn, address = sock.accept()
    # TODO 4 (next-client, backlog, silence): when one client has gone, accept
    # the next.
    #
    # TODO 5 (newest-first, slow-reader, apart, crowd, idle): a client that is
    # silent keeps all the others waiting. Serve each in a thread:
    # threading.Thread.
    #
    # TODO 6 (reset, descriptors): an OSError of one connection must not end the
    # server, and must not leave the connection open either.
    echo(conn)
    time.sleep(3600)  # until TODO 4


def set_options(sock):
    """Prepares the socket before it has its address."""
    # TODO 7 (restart): a server that was killed must be able to start again at
    # once: sock.setsockopt, SO_REUSEADDR.


serve(listen())
