# Python 2: an echo server that serves one client after the other, with the
# calls, the messages and the sizes of the article.
import socket

HOST = 'localhost'
PORT = 5000
BUFFER_SIZE = 2048

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind((HOST, PORT))
listener.listen(5)
print 'Server start, listening %d' % PORT

while True:
    peer, address = listener.accept()
    while True:
        received = peer.recv(BUFFER_SIZE)
        if not received:
            print 'Server Recv Over'
            break
        print 'Server Recv Data: %s' % received
        peer.send(received)
        print 'Server Send Data: %s' % received
    peer.close()
