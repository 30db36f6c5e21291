# The article's echo server in Python 3: python3 server.py
#
# To check it: go run ./harness -addr 127.0.0.1:5000 01 -- python3 01-echo-server/plain/server.py
import socket

HOST = 'localhost'
PORT = 5000
BUFFER_SIZE = 2048

# A socket of IPv4 (AF_INET) and TCP (SOCK_STREAM), at this address.
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind((HOST, PORT))
sock.listen(5)

print(f'Server start, listening {PORT}')

while True:
    # accept waits for a client.
    conn, addr = sock.accept()
    while True:
        # recv waits for bytes. Python 2 would print them; in Python 3 they are
        # text only after decode.
        data = conn.recv(BUFFER_SIZE)
        if len(data):
            print('Server Recv Data:', data.decode(errors='replace'))
            conn.send(data)
            print('Server Send Data:', data.decode(errors='replace'))
        else:
            print('Server Recv Over')
            break
    conn.close()
sock.close()
