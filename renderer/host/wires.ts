import type { Wire } from '#shared/rpc.ts'
import { fromJson, toJson } from '#shared/text/wire-json.ts'

/** Desktop: the port Electron handed this window. Bytes travel by structured clone. */
export const portWire = (port: MessagePort): Wire => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.onmessage = (event) => listener(event.data)
  },
  onClose: (listener) => port.addEventListener('close', listener),
})

/** Browser: the bridge `sockscope serve` opened on 127.0.0.1, behind a token and an Origin check. Bytes travel as base64 in JSON. */
export const socketWire = (socket: WebSocket): Wire => ({
  post: (message) => socket.send(toJson(message)),
  onMessage: (listener) => {
    socket.onmessage = (event) => listener(fromJson(String(event.data)))
  },
  onClose: (listener) => socket.addEventListener('close', listener),
})
