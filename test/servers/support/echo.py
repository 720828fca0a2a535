"""An echo server on the websockets library of Debian. Usage: echo.py PORT"""
import asyncio
import sys

import websockets


async def echo(connection, path=None):
    async for message in connection:
        if message == "please close":
            await connection.close(4003, "as you wish")
        elif message == "please ping":
            await (await connection.ping(b"from python"))
            await connection.send("your pong arrived")
        else:
            await connection.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", int(sys.argv[1]), subprotocols=["chat.v2"], max_size=2**24):
        await asyncio.Future()


asyncio.run(main())
