import { type Conversation, converse } from '../conversation.ts'
import { type Behaviour, type Exchange, numberFrom } from '../exchange.ts'
import { frameBytes } from '../frame-bytes.ts'
import { sendLarge } from './large-message.ts'

/** Written at once; about what a socket takes without complaint. */
const WRITE_BYTES = 64 * 1024
/** A rate is kept by sending what is due this often, in milliseconds. */
const SHORTEST_TICK_MS = 4
const FILLER = 'abcdefghijklmnopqrstuvwxyz0123456789'

interface Flood {
  readonly count: number
  readonly sizeBytes: number
  readonly perSecond: number
  readonly opcode: number
  readonly closes: boolean
}

/** Paths that send much, or steadily. */
export const VOLUME: readonly Behaviour[] = [
  {
    path: '/flood?n=10000&size=200&rate=1000',
    about:
      'Sends n messages (0: without end) of size bytes, each beginning with its number, at rate a second (0: as fast as you read). &binary=1 sends binary, &close=1 closes after the last.',
    pattern: /^\/flood$/,
    handle: flood,
  },
  {
    path: '/large?mb=100&as=text',
    about: 'Sends one message of mb million bytes (at most 1000) in one frame, as text, json, csv, xml or binary.',
    pattern: /^\/large$/,
    handle: sendLarge,
  },
  {
    path: '/tick?ms=1000',
    about: 'Sends a JSON message with the time and a counter each ms milliseconds.',
    pattern: /^\/tick$/,
    handle: (exchange) => {
      const conversation = converse(exchange, { onMessage: ignore })
      let count = 0
      const tick = (): void => void conversation?.text(JSON.stringify({ time: new Date().toISOString(), count: count++ }))
      tick()
      conversation?.every(numberFrom(exchange.query, 'ms', 1_000, 1, 3_600_000), tick)
    },
  },
]

/** What is sent here is not sent back: a client that echoes would get its own echo's echo without end. */
const ignore = (): void => undefined

function flood(exchange: Exchange): void {
  const { query } = exchange
  const wanted: Flood = {
    count: Math.floor(numberFrom(query, 'n', 1_000, 0, Number.MAX_SAFE_INTEGER)) || Number.POSITIVE_INFINITY,
    sizeBytes: Math.floor(numberFrom(query, 'size', 200, 0, 16 * 1024 * 1024)),
    perSecond: numberFrom(query, 'rate', 0, 0, 1_000_000),
    opcode: query.get('binary') === '1' ? 2 : 1,
    closes: query.get('close') === '1',
  }
  const conversation = converse(exchange, { onMessage: ignore })
  if (!conversation) return
  if (wanted.perSecond > 0) floodAtRate(conversation, wanted)
  else floodAtFullSpeed(conversation, wanted)
}

function floodAtFullSpeed(conversation: Conversation, wanted: Flood): void {
  const { socket } = conversation.exchange
  let next = 0
  const go = (): void => {
    while (conversation.isOpen && next < wanted.count) {
      const { bytes, count } = messages(wanted, next, wanted.count - next)
      next += count
      if (!conversation.write(bytes) && next < wanted.count) {
        socket.once('drain', go)
        return
      }
    }
    if (wanted.closes && conversation.isOpen) conversation.close(1000, 'flood is over')
  }
  go()
}

function floodAtRate(conversation: Conversation, wanted: Flood): void {
  const startMs = performance.now()
  let next = 0
  const stop = conversation.every(Math.max(SHORTEST_TICK_MS, 1_000 / wanted.perSecond), () => {
    const due = Math.min(wanted.count, 1 + Math.floor(((performance.now() - startMs) * wanted.perSecond) / 1_000))
    // What the socket cannot take now is sent later, faster than the rate, until the rate is met again.
    while (next < due && !conversation.exchange.socket.writableNeedDrain) {
      const { bytes, count } = messages(wanted, next, due - next)
      next += count
      conversation.write(bytes)
    }
    if (next < wanted.count) return
    stop()
    if (wanted.closes) conversation.close(1000, 'flood is over')
  })
}

/** Frames of messages `first`, `first + 1`, …: at most `most`, and about as many as are written at once. */
function messages(wanted: Flood, first: number, most: number): { readonly bytes: Buffer; readonly count: number } {
  const count = Math.max(1, Math.min(most, Math.floor(WRITE_BYTES / (wanted.sizeBytes + 10))))
  const filler = FILLER.repeat(Math.ceil(wanted.sizeBytes / FILLER.length))
  const frames: Buffer[] = []
  for (let number = first; number < first + count; number++) {
    const start = `${number} `
    const payload = Buffer.from(start.length > wanted.sizeBytes ? String(number) : start + filler.slice(0, wanted.sizeBytes - start.length))
    frames.push(frameBytes({ opcode: wanted.opcode, payload }))
  }
  return { bytes: Buffer.concat(frames), count }
}
