"""An echo server in Python: selectors, and what send did not take kept for each
connection, which is not received from meanwhile."""
import selectors
import socket
import sys

selector = selectors.DefaultSelector()


def close(conn):
    selector.unregister(conn)
    conn.close()


def talk(conn, left):
    try:
        data = left or conn.recv(65536)
        if not data:
            close(conn)
            return
        sent = conn.send(data)
    except BlockingIOError:
        sent = 0
    except OSError:
        close(conn)
        return
    left = data[sent:]
    selector.modify(conn, selectors.EVENT_WRITE if left else selectors.EVENT_READ, left)


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
selector.register(listener, selectors.EVENT_READ)
while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            conn, _ = listener.accept()
            conn.setblocking(False)
            selector.register(conn, selectors.EVENT_READ, b"")
        else:
            talk(key.fileobj, key.data)
