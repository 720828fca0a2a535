"""An echo server on Tornado. Usage: tornado_echo.py PORT"""
import asyncio
import sys

import tornado.web
import tornado.websocket


class Echo(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):
        return origin == "https://friend.example"

    def select_subprotocol(self, subprotocols):
        return "chat.v2" if "chat.v2" in subprotocols else None

    def get_compression_options(self):
        return {}

    def on_message(self, message):
        if message == "please close":
            self.close(4003, "as you wish")
        elif message == "please fail":
            raise RuntimeError("asked to")
        else:
            self.write_message(message, binary=isinstance(message, bytes))


class Private(Echo):
    def prepare(self):
        self.set_header("WWW-Authenticate", 'Bearer realm="api", error="invalid_token"')
        self.set_status(401)
        self.finish()


async def main():
    rules = [("/echo", Echo), ("/private", Private)]
    tornado.web.Application(rules, websocket_max_message_size=1024).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
