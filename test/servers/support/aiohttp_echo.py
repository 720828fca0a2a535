"""An echo server on aiohttp. Usage: aiohttp_echo.py PORT"""
import asyncio
import sys

from aiohttp import WSMsgType, web


async def echo(request):
    connection = web.WebSocketResponse(protocols=("chat.v2",), max_msg_size=1024)
    await connection.prepare(request)
    async for message in connection:
        if message.data == "please close":
            await connection.close(code=4003, message=b"as you wish")
        elif message.data == "please fail":
            raise RuntimeError("asked to")
        elif message.type == WSMsgType.TEXT:
            await connection.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await connection.send_bytes(message.data)
    return connection


async def private(request):
    raise web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'})


async def broken(request):
    raise RuntimeError("asked to")


async def main():
    application = web.Application()
    application.add_routes([web.get("/echo", echo), web.get("/private", private), web.get("/broken", broken)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(sys.argv[1])).start()
    await asyncio.Event().wait()


asyncio.run(main())
