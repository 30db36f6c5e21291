"""The exercise's echo server, finished.

    python3 server.py [PORT]
"""
import socket
import sys
import threading

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
BUFFER_SIZE = 2048


def listen():
    """Returns a socket that takes calls."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    set_options(sock)
    sock.bind((HOST, PORT))
    sock.listen(5)  # 1: from here on the kernel completes handshakes by itself
    print("Server start, listening", PORT, flush=True)
    return sock


def echo(conn):
    """Answers one client, to its end."""
    try:
        while True:
            data = conn.recv(BUFFER_SIZE)
            if not data:
                break
            print("Server Recv Data:", data, flush=True)
            conn.sendall(data)  # 2: it calls send until all is taken
        print("Server Recv Over", flush=True)
    except OSError as error:  # 6: the end of this client alone
        print("Socket error:", error, file=sys.stderr)
    finally:
        conn.close()  # 3


def serve(sock):
    """Accepts clients and has them answered."""
    while True:  # 4
        conn, address = sock.accept()
        threading.Thread(target=echo, args=(conn,), daemon=True).start()  # 5


def set_options(sock):
    """Prepares the socket before it has its address."""
    # 7: connections of the last run in TIME_WAIT no longer hold the port.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


serve(listen())
