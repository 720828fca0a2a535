import { constants, deflateRawSync } from 'node:zlib'

export const FLOODS = ['text', 'numbered', 'deflated', 'deflated-takeover'] as const
export type FloodKind = (typeof FLOODS)[number]

/** Digits that a message of a numbered flood begins with: its place, counted from 0. */
export const NUMBER_DIGITS = 10

/** What a flood consists of: `first` once, then `again` over and over; each is `messages` whole messages. */
export interface Flood {
  readonly messages: number
  readonly first: readonly Buffer[]
  readonly again: readonly Buffer[]
}

/** More than a window of 32 KiB, so that what came before a round is always the end of another round. */
const ROUND_MESSAGES = 128
const TEXT_BYTE = 0x81
const RSV1 = 0x40

/** An unmasked frame of one whole text message, RFC 6455 section 5.2. */
function frameOf(payload: Uint8Array, rsv = 0): Buffer {
  const { length } = payload
  const first = TEXT_BYTE | rsv
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload])
  const header = length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10)
  header[0] = first
  header[1] = length < 65_536 ? 126 : 127
  if (length < 65_536) header.writeUInt16BE(length, 2)
  else header.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([header, payload])
}

/** One kind of record with changing values, `size` bytes of it: what feeds and logs look like. */
function jsonOf(size: number, index: number): Buffer {
  const record = (at: number) => ({
    id: index * 131 + at * 7,
    symbol: `SYM${(index * 31 + at * 17) % 97}`,
    price: ((index * 7919 + at * 104_729) % 100_000) / 100,
    at: 1_795_000_000 + index,
  })
  const json = JSON.stringify(Array.from({ length: Math.ceil(size / 40) }, (_, at) => record(at)))
  return Buffer.from(json.slice(0, size))
}

/** As one message of permessage-deflate, RFC 7692 section 7.2.1. */
function deflated(message: Buffer, before: Buffer): Buffer {
  const dictionary = before.subarray(-32 * 1024)
  const options = { finishFlush: constants.Z_SYNC_FLUSH, ...(dictionary.length > 0 && { dictionary }) }
  return frameOf(deflateRawSync(message, options).subarray(0, -4), RSV1)
}

/** Numbers the messages of a piece that holds `messages` of them, all of one length, from `first` on. */
export function numbered(piece: Buffer, messages: number, first: number): Buffer {
  const copy = Buffer.from(piece)
  const length = piece.length / messages
  const header = length > 127 ? 4 : 2
  for (let index = 0; index < messages; index++) {
    copy.write(String(first + index).padStart(NUMBER_DIGITS, '0'), index * length + header, 'latin1')
  }
  return copy
}

export function floodOf(kind: FloodKind, size: number): Flood {
  if (kind === 'text' || kind === 'numbered') {
    const frames = [frameOf(Buffer.alloc(size, 'sockscope '))]
    return { messages: 1, first: frames, again: frames }
  }
  const round = Array.from({ length: ROUND_MESSAGES }, (_, index) => jsonOf(size, index))
  const whole = Buffer.concat(round)
  const framesAfter = (before: Buffer) =>
    round.map((message, index) => {
      if (kind === 'deflated') return deflated(message, Buffer.alloc(0))
      return deflated(message, Buffer.concat([before, whole.subarray(0, index * size)]))
    })
  return { messages: ROUND_MESSAGES, first: framesAfter(Buffer.alloc(0)), again: framesAfter(whole) }
}
