"""An echo client in Python: asyncio. It says that it has sent all."""
import asyncio
import os
import sys


async def exchange(port, message):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(message)
    writer.write_eof()
    missing = len(message)
    while missing > 0:
        data = await reader.read(10)
        if not data:
            raise ConnectionError("the server has closed too early")
        missing -= len(data)
        sys.stdout.buffer.write(b"Client Received: " + data + b"\n")
    sys.stdout.buffer.write(b"Closing connection to the server\n")
    writer.close()


try:
    asyncio.run(exchange(int(sys.argv[1]), os.fsencode(sys.argv[2]) if len(sys.argv) > 2 else b"Hello"))
except OSError as error:
    sys.exit("Socket error: %s" % error)
