/** What a client sent, as it may: everything else is a breach. */
export interface ClientFrame {
  readonly fin: boolean
  readonly isCompressed: boolean
  readonly opcode: number
  readonly payload: Buffer
}

/** The client broke a rule, or did not do what the case expects. */
export class Breach extends Error {
  override readonly name = 'Breach'
}

const CONTROL = 8
const KNOWN = [0, 1, 2, 8, 9, 10]

/** @returns the frame at the front of `bytes`, read strictly by RFC 6455 section 5.2; while it is not whole, how many bytes it takes at least */
export function takeFrame(bytes: Buffer, hasDeflate: boolean): { readonly frame: ClientFrame; readonly length: number } | number {
  if (bytes.length < 2) return 2
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)]
  const [fin, rsv, opcode] = [(first & 0x80) !== 0, (first >> 4) & 7, first & 15]
  if ((rsv & 3) !== 0 || (rsv !== 0 && !hasDeflate)) throw new Breach(`RSV bits ${rsv}`)
  if (!KNOWN.includes(opcode)) throw new Breach(`opcode ${opcode}`)
  if ((second & 0x80) === 0) throw new Breach('a frame that is not masked')
  const short = second & 0x7f
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0
  const start = 2 + extended + 4
  if (bytes.length < start) return start
  const length = extended === 2 ? bytes.readUInt16BE(2) : extended === 8 ? Number(bytes.readBigUInt64BE(2)) : short
  if (extended > 0 && length < (extended === 2 ? 126 : 65_536)) throw new Breach(`length ${length} in ${extended} bytes`)
  if (opcode >= CONTROL && (!fin || length > 125 || rsv !== 0)) throw new Breach('a control frame fragmented, too long or compressed')
  if (opcode === 0 && rsv !== 0) throw new Breach('RSV1 on a continuation')
  if (bytes.length < start + length) return start + length
  const key = bytes.subarray(start - 4, start)
  const payload = Buffer.from(bytes.subarray(start, start + length))
  for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (key[at & 3] ?? 0)
  return { frame: { fin, isCompressed: rsv !== 0, opcode, payload }, length: start + length }
}
