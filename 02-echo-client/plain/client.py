# The article's echo client in Python 3: python3 client.py
#
# To check it: go run ./harness -addr 127.0.0.1:5000 02 -- python3 02-echo-client/plain/client.py
import socket

HOST = 'localhost'
PORT = 5000

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((HOST, PORT))

try:
    message = b'Hello'
    sock.sendall(message)
    # The answer may come in pieces, and these are small on purpose.
    amount_received = 0
    amount_expected = len(message)
    while amount_received < amount_expected:
        data = sock.recv(10)
        amount_received += len(data)
        print('Client Received:', data.decode(errors='replace'))
except OSError as e:
    print('Socket error:', e)
except Exception as e:
    print('Other exception:', e)
finally:
    print('Closing connection to the server')
    sock.close()
