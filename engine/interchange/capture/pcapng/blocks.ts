/** Block types and options of pcapng (draft-ietf-opsawg-pcapng sections 4 and 3.5). */
export const BLOCK = { section: 0x0a0d0d0a, interface: 1, simplePacket: 3, enhancedPacket: 6 } as const
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d
export const LINK_TYPE_ETHERNET = 1
const OPTION = { comment: 1, userApplication: 4, interfaceName: 2, timeResolution: 9 } as const
/** if_tsresol: ten to the power of minus six. */
const MICROSECONDS = 6
/** An option's length is a 16-bit number. */
const MAX_OPTION_BYTES = 65_000

interface Option {
  readonly code: number
  readonly value: Uint8Array
}

/** All numbers little-endian, as the section header says. */
export function sectionHeader(application: string, comments: readonly string[]): Uint8Array {
  const body = Buffer.alloc(16)
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0)
  body.writeUInt16LE(1, 4)
  // The length of the section is not known: it is streamed.
  body.fill(0xff, 8)
  return block(BLOCK.section, [body], [...comments.map(comment), { code: OPTION.userApplication, value: text(application) }])
}

export function interfaceDescription(name: string): Uint8Array {
  const body = Buffer.alloc(8)
  body.writeUInt16LE(LINK_TYPE_ETHERNET, 0)
  const options = [
    { code: OPTION.interfaceName, value: text(name) },
    { code: OPTION.timeResolution, value: Uint8Array.of(MICROSECONDS) },
  ]
  return block(BLOCK.interface, [body], options)
}

/** @param timeUs since the Unix epoch */
export function enhancedPacket(timeUs: number, packet: Uint8Array, comments: readonly string[]): Uint8Array {
  const body = Buffer.alloc(20)
  const whole = Math.floor(timeUs)
  body.writeUInt32LE(Math.floor(whole / 2 ** 32), 4)
  body.writeUInt32LE(whole % 2 ** 32, 8)
  body.writeUInt32LE(packet.length, 12)
  body.writeUInt32LE(packet.length, 16)
  return block(BLOCK.enhancedPacket, [body, packet, padding(packet.length)], comments.map(comment))
}

const comment = (words: string): Option => ({ code: OPTION.comment, value: text(words) })

/** UTF-8, not cut within a character. */
function text(words: string): Uint8Array {
  const bytes = Buffer.from(words)
  if (bytes.length <= MAX_OPTION_BYTES) return bytes
  return Buffer.from(
    `${bytes
      .subarray(0, MAX_OPTION_BYTES - 8)
      .toString('utf8')
      .replace(/\ufffd+$/, '')}…`,
  )
}

const padding = (length: number): Uint8Array => new Uint8Array((4 - (length & 3)) & 3)

function block(type: number, body: readonly Uint8Array[], options: readonly Option[]): Uint8Array {
  const parts = [...body, ...options.flatMap(optionParts), ...(options.length > 0 ? [new Uint8Array(4)] : [])]
  const length = parts.reduce((sum, part) => sum + part.length, 12)
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)]
  head.writeUInt32LE(type, 0)
  head.writeUInt32LE(length, 4)
  tail.writeUInt32LE(length, 0)
  return Buffer.concat([head, ...parts, tail], length)
}

function optionParts({ code, value }: Option): Uint8Array[] {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(value.length, 2)
  return [head, value, padding(value.length)]
}
