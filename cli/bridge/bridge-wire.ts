import { WebSocket } from 'ws'
import type { Events } from '#shared/contract.ts'
import type { Wire, WireMessage } from '#shared/rpc.ts'
import { fromJson, toJson } from '#shared/text/wire-json.ts'

/** With more than this on its way to the page, events wait, and only the latest of each kind is kept. */
const BACKLOG_BYTES = 4 * 1024 * 1024
/** RFC 6455 section 7.4.1: data that does not fit its type. */
const INVALID_DATA = 1007

type EventMessage = Extract<WireMessage, { kind: 'event' }>

/** One page on the bridge: answers always go; events of a page that falls behind are thinned, the last of each always comes. */
export function bridgeWire(socket: WebSocket): Wire {
  const waiting = new Map<string, EventMessage>()

  const send = (message: WireMessage): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(toJson(message), sendWaiting)
  }
  /** Also called when a message has left (or could not): then there may be room again. */
  const sendWaiting = (): void => {
    for (const [key, message] of waiting) {
      if (socket.bufferedAmount > BACKLOG_BYTES) return
      waiting.delete(key)
      send(message)
    }
  }
  return {
    post: (message) => {
      if (message.kind !== 'event' || (waiting.size === 0 && socket.bufferedAmount <= BACKLOG_BYTES)) return send(message)
      const key = keyOf(message)
      // Behind everything that came before it: a connection that was forgotten must not come back.
      waiting.delete(key)
      waiting.set(key, message)
    },
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => {
        const call = isBinary ? undefined : readCall(String(data))
        if (call === undefined) socket.close(INVALID_DATA, 'The bridge takes JSON text only')
        else listener(call)
      })
    },
    onClose: (listener) => socket.on('close', listener),
  }
}

/** Two events with the same key tell of the same thing, and the later one says it all. */
function keyOf({ name, payload }: EventMessage): string {
  // The contract's own payloads: the answerer posts no others.
  if (name === 'connection.changed') return `${name} ${(payload as Events['connection.changed']).id}`
  if (name === 'query.progressed') return `${name} ${(payload as Events['query.progressed']).query}`
  if (name === 'connection.forgotten') return `${name} ${(payload as Events['connection.forgotten']).id}`
  return name
}

/** @returns undefined for what is no JSON, or nested deeper than the stack */
function readCall(text: string): unknown {
  try {
    return fromJson(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}
