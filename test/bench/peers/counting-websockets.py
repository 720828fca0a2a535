"""Counts what the client of python3-websockets receives."""

import asyncio
import json
import sys
import time

import websockets


async def count():
    began = time.perf_counter()
    messages = 0
    async with websockets.connect(sys.argv[1], max_size=None) as socket:
        try:
            while True:
                await socket.recv()
                messages += 1
        except websockets.ConnectionClosed:
            pass
    print(json.dumps({"messages": messages, "seconds": time.perf_counter() - began}))


asyncio.run(count())
