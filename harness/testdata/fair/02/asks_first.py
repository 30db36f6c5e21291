"""An echo client in Python: selectors. It sends what goes, and receives what comes;
bytes that are no text are printed as escapes."""
import errno
import os
import selectors
import socket
import sys

port = int(sys.argv[1])
message = os.fsencode(sys.argv[2]) if len(sys.argv) > 2 else b"Hello"
both = selectors.EVENT_READ | selectors.EVENT_WRITE


def exchange(conn, selector):
    sent = received = 0
    while received < len(message):
        for _, ready in selector.select():
            if ready & selectors.EVENT_WRITE:
                sent += conn.send(message[sent:])
                if sent == len(message):
                    selector.modify(conn, selectors.EVENT_READ)
            if ready & selectors.EVENT_READ:
                data = conn.recv(10)
                if not data:
                    raise ConnectionError(errno.ECONNABORTED, "the server has closed too early")
                received += len(data)
                print("Client Received:", data.decode("ascii", "backslashreplace"))


try:
    with socket.create_connection(("127.0.0.1", port)) as conn, selectors.DefaultSelector() as selector:
        conn.setblocking(False)
        selector.register(conn, both)
        exchange(conn, selector)
        print("Closing connection to the server")
except OSError as error:
    sys.exit("Socket error: %s" % error)
