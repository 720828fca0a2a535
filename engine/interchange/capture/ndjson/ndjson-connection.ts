import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import { unmask } from '#engine/tap/mask.ts'
import type { MessageFacts } from '#shared/model/frame.ts'
import type { FrameRecord, MessageRecord } from '#shared/model/records.ts'
import { fromBase64 } from '#shared/text/base64.ts'
import { type ImportedConnection, notImportable } from '../import-target.ts'

/** Frames and bytes that wait for a message's end. More follow one another only where the end never comes. */
const MOST_WAITING = { frames: 20_000, bytes: 128 * 1024 * 1024 } as const

interface Waiting {
  readonly record: FrameRecord
  payload: Uint8Array | null
  /** Its message's data has come, or never will. */
  isSettled: boolean
  /** The message that this frame finishes. */
  message: CapturedMessage | null
}

/**
 * One connection of a file of records. Records of frames have no payload: what stood in an uncompressed message is put back into
 * its frames; compressed bytes and the payloads of control frames are not in the file.
 */
export class NdjsonConnection {
  readonly #to: ImportedConnection
  #waiting: Waiting[] = []
  #waitingBytes = 0

  constructor(to: ImportedConnection) {
    this.#to = to
  }

  frame(record: FrameRecord): void {
    const isOwed = record.message !== null && record.violation === null
    this.#waiting.push({ record, payload: null, isSettled: !isOwed, message: null })
    if (this.#waiting.length > MOST_WAITING.frames || this.#waitingBytes > MOST_WAITING.bytes) this.flush()
    else this.#tellSettled()
  }

  message(record: MessageRecord): void {
    const data = dataOf(record)
    if (data.length !== record.length) throw notImportable(`message ${record.message} has ${data.length} bytes and says ${record.length}`)
    const frames = this.#waiting.filter(({ record: frame }) => frame.message === record.message)
    const last = frames.at(-1)
    const payloadBytes = frames.reduce((sum, { record: frame }) => sum + frame.payloadLength, 0)
    const isWhole = record.compressed || payloadBytes === data.length
    if (last?.record.fin !== true || !isWhole) throw notImportable(`the frames of message ${record.message} are not those it was made of`)
    let at = 0
    for (const frame of frames) {
      if (!record.compressed) frame.payload = data.subarray(at, at + frame.record.payloadLength)
      at += frame.record.payloadLength
      frame.isSettled = true
    }
    last.message = { facts: factsOf(record), data }
    this.#waitingBytes += data.length
    this.#tellSettled()
  }

  /** Tells frames whose message was never finished, too. */
  flush(): void {
    for (const frame of this.#waiting) frame.isSettled = true
    this.#tellSettled()
  }

  /** Frames in their order, as far as nothing is missing. */
  #tellSettled(): void {
    let told = 0
    for (const { record, payload, isSettled, message } of this.#waiting) {
      if (!isSettled) break
      told += 1
      this.#to.frame(frameOf(record, payload))
      if (!message) continue
      this.#waitingBytes -= message.data.length
      this.#to.message(message)
    }
    if (told > 0) this.#waiting = this.#waiting.slice(told)
  }
}

/** The target numbers frames by itself. */
const factsOf = ({ type, connection, data, dataBase64, ...facts }: MessageRecord): MessageFacts => ({ ...facts, firstSeq: 0, lastSeq: 0 })

function dataOf({ kind, data, dataBase64, message }: MessageRecord): Uint8Array {
  const given = kind === 'text' ? data : dataBase64
  if (given === undefined) throw notImportable(`message ${message} has no data`)
  if (kind === 'text') return Buffer.from(given)
  try {
    return fromBase64(given)
  } catch (error) {
    throw notImportable(`the data of message ${message} is not base64`, error)
  }
}

/** The frame with its header written anew; without a payload it is told as far as its header. */
function frameOf(record: FrameRecord, payload: Uint8Array | null): CapturedFrame {
  const key = record.maskKey === null ? null : Buffer.from(record.maskKey, 'hex')
  const rsv = (record.rsv1 ? 4 : 0) + (record.rsv2 ? 2 : 0) + (record.rsv3 ? 1 : 0)
  const lengthBytes = Math.max(0, record.wireLength - record.payloadLength - 2 - (record.masked ? 4 : 0))
  const header = headerOf((record.fin ? 0x80 : 0) | (rsv << 4) | record.opcode, record, lengthBytes, key)
  const masked = payload && key ? unmask(payload, key) : payload
  return {
    facts: {
      seq: record.seq,
      timeUs: record.timeUs,
      direction: record.direction,
      fin: record.fin,
      rsv,
      opcode: record.opcode,
      masked: record.masked,
      maskKey: record.maskKey,
      headerLength: header.length,
      payloadLength: record.payloadLength,
      wireLength: record.wireLength,
      message: record.message,
      violation: record.violation?.id ?? null,
    },
    wire: masked ? Buffer.concat([header, masked]) : header,
  }
}

function headerOf(first: number, { masked, payloadLength }: FrameRecord, lengthBytes: number, key: Uint8Array | null): Buffer {
  const isKnown = lengthBytes === 0 || lengthBytes === 2 || lengthBytes === 8
  if (!isKnown) throw notImportable('a frame has lengths that no header has')
  const mask = masked ? 0x80 : 0
  const length = Buffer.alloc(lengthBytes)
  if (lengthBytes === 2) length.writeUInt16BE(Math.min(payloadLength, 0xffff))
  if (lengthBytes === 8) length.writeBigUInt64BE(BigInt(Math.min(Math.floor(payloadLength), Number.MAX_SAFE_INTEGER)))
  const short = lengthBytes === 0 ? Math.min(payloadLength, 125) : lengthBytes === 2 ? 126 : 127
  return Buffer.concat([Uint8Array.of(first, mask | short), length, key ?? new Uint8Array(0)])
}
