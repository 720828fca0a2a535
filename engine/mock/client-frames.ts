import { masked } from './frame-bytes.ts'

/** Larger messages are refused with 1009, so that a client cannot fill the demo server's memory. */
export const LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024

export interface ClientFramesListener {
  /** A whole message, unmasked, still compressed if `compressed`. */
  readonly onMessage: (opcode: number, data: Buffer, compressed: boolean) => void
  readonly onControl: (opcode: number, payload: Buffer) => void
  /** The client broke a rule; nothing is told after this. */
  readonly onRefused: (closeCode: number, reason: string) => void
}

interface Header {
  readonly fin: boolean
  readonly rsv: number
  readonly opcode: number
  readonly isMasked: boolean
  readonly headerBytes: number
  readonly payloadBytes: number
}

/**
 * Reads what a client sends: bytes in, messages and control frames out.
 *
 * On purpose not the tap's reader: tests hold the tap against this server, and two readers that share
 * their code share their mistakes.
 */
export class ClientFrames {
  readonly #listener: ClientFramesListener
  readonly #mayCompress: boolean
  #chunks: Buffer[] = []
  #bufferedBytes = 0
  #neededBytes = 2
  #fragments: Buffer[] = []
  #fragmentBytes = 0
  #messageOpcode = 0
  #isCompressed = false
  #isRefused = false

  constructor(listener: ClientFramesListener, mayCompress: boolean) {
    this.#listener = listener
    this.#mayCompress = mayCompress
  }

  push(chunk: Buffer): void {
    if (this.#isRefused) return
    this.#chunks.push(chunk)
    this.#bufferedBytes += chunk.length
    if (this.#bufferedBytes < this.#neededBytes) return
    let bytes = Buffer.concat(this.#chunks)
    while (!this.#isRefused) {
      const header = readHeader(bytes)
      if (header && this.#refuses(header)) return
      const frameBytes = header ? header.headerBytes + header.payloadBytes : bytes.length + 1
      this.#neededBytes = frameBytes
      if (!header || bytes.length < frameBytes) break
      const key = bytes.subarray(header.headerBytes - 4, header.headerBytes)
      const payload = masked(bytes.subarray(header.headerBytes, frameBytes), key)
      if (header.opcode >= 8) this.#listener.onControl(header.opcode, payload)
      else this.#takeDataFrame(header, payload)
      bytes = bytes.subarray(frameBytes)
    }
    this.#chunks = [bytes]
    this.#bufferedBytes = bytes.length
  }

  #takeDataFrame(header: Header, payload: Buffer): void {
    if (header.opcode !== 0) {
      this.#messageOpcode = header.opcode
      this.#isCompressed = (header.rsv & 4) !== 0
    }
    this.#fragments.push(payload)
    this.#fragmentBytes += payload.length
    if (!header.fin) return
    const data = Buffer.concat(this.#fragments)
    const opcode = this.#messageOpcode
    this.#fragments = []
    this.#fragmentBytes = 0
    this.#messageOpcode = 0
    this.#listener.onMessage(opcode, data, this.#isCompressed)
  }

  /** True if the frame must not be taken (RFC 6455 sections 5.1 to 5.5); then the listener has been told. */
  #refuses(header: Header): boolean {
    const isControl = header.opcode >= 8
    const reason = !header.isMasked
      ? 'a client must mask its frames'
      : (header.rsv & 3) !== 0 || ((header.rsv & 4) !== 0 && (!this.#mayCompress || isControl || header.opcode === 0))
        ? 'reserved bits are set'
        : ![0, 1, 2, 8, 9, 10].includes(header.opcode)
          ? 'a reserved opcode'
          : isControl && (!header.fin || header.payloadBytes > 125)
            ? 'a control frame in fragments or of more than 125 bytes'
            : !isControl && (header.opcode === 0) !== (this.#messageOpcode !== 0)
              ? 'a continuation out of place'
              : null
    if (reason) this.#refuse(1002, reason)
    else if (this.#fragmentBytes + header.payloadBytes > LARGEST_MESSAGE_BYTES) this.#refuse(1009, 'the demo server takes up to 64 MiB')
    return this.#isRefused
  }

  #refuse(closeCode: number, reason: string): void {
    this.#isRefused = true
    this.#chunks = []
    this.#fragments = []
    this.#listener.onRefused(closeCode, reason)
  }
}

function readHeader(bytes: Buffer): Header | null {
  if (bytes.length < 2) return null
  const first = bytes.readUInt8(0)
  const second = bytes.readUInt8(1)
  const short = second & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const isMasked = (second & 0x80) !== 0
  const headerBytes = 2 + lengthBytes + (isMasked ? 4 : 0)
  if (bytes.length < headerBytes) return null
  const payloadBytes = lengthBytes === 2 ? bytes.readUInt16BE(2) : lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short
  return { fin: (first & 0x80) !== 0, rsv: (first >> 4) & 7, opcode: first & 0xf, isMasked, headerBytes, payloadBytes }
}
