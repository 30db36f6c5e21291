# Python 2: an echo client with the calls, the messages and the sizes of the
# article. As there, connect is outside of the try.
import socket

HOST = 'localhost'
PORT = 5000

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((HOST, PORT))
try:
    message = 'Hello'
    client.sendall(message)
    missing = len(message)
    while missing > 0:
        piece = client.recv(10)
        missing -= len(piece)
        print 'Client Received: %s' % piece
except socket.error as problem:
    print 'Socket error: %s' % problem
finally:
    print 'Closing connection to the server'
    client.close()
