import type { ByteSource } from '../byte-source.ts'
import { notImportable, tooLarge } from '../import-target.ts'
import { BLOCK, BYTE_ORDER_MAGIC } from './blocks.ts'

/** A packet as it stands in a file. */
export interface Packet {
  /** As registered: https://www.tcpdump.org/linktypes.html */
  readonly linkType: number
  /** Microseconds since the Unix epoch, exact to the fraction. */
  readonly timeUs: number
  /** Fewer than crossed where the capture was told to keep only the beginning. */
  readonly bytes: Buffer
}

/** Jumbo packets of loopback interfaces are 64 KiB, those a network card joins 256 KiB. */
const MAX_BLOCK_BYTES = 16 * 1024 * 1024
const MAX_INTERFACES = 10_000
const PCAP_MAGIC: ReadonlyMap<number, { readonly isLittle: boolean; readonly perSecond: number }> = new Map([
  [0xa1b2c3d4, { isLittle: false, perSecond: 1e6 }],
  [0xd4c3b2a1, { isLittle: true, perSecond: 1e6 }],
  [0xa1b23c4d, { isLittle: false, perSecond: 1e9 }],
  [0x4d3cb2a1, { isLittle: true, perSecond: 1e9 }],
])

/** Whether a file begins as pcapng, or as pcap with times in micro- or nanoseconds. */
export function isPacketFile(beginning: Buffer): boolean {
  return beginning.length >= 4 && (beginning.readUInt32BE(0) === BLOCK.section || PCAP_MAGIC.has(beginning.readUInt32BE(0)))
}

/** @throws AppError 'import.unreadable', 'import.too-large' */
export async function* readPackets(source: ByteSource): AsyncGenerator<Packet> {
  const magic = await source.take(4)
  if (magic.length < 4) throw notImportable('it is empty')
  const pcap = PCAP_MAGIC.get(magic.readUInt32BE(0))
  if (pcap) yield* readPcap(source, pcap)
  else if (magic.readUInt32BE(0) === BLOCK.section) yield* readPcapng(source)
  else throw notImportable('it is no packet capture')
}

const reader = (isLittle: boolean) => ({
  u16: (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
  u32: (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)),
})
type Reader = ReturnType<typeof reader>

/** @see draft-ietf-opsawg-pcap */
async function* readPcap(source: ByteSource, form: { readonly isLittle: boolean; readonly perSecond: number }): AsyncGenerator<Packet> {
  const { u16, u32 } = reader(form.isLittle)
  const head = await whole(source, 20)
  if (u16(head, 0) !== 2) throw notImportable(`it is of version ${u16(head, 0)} of pcap, and only 2 is known`)
  const linkType = u32(head, 16) & 0xffff
  for (;;) {
    const record = await source.take(16)
    if (record.length === 0) return
    if (record.length < 16) throw cutOff()
    const length = u32(record, 8)
    if (length > MAX_BLOCK_BYTES) throw tooLarge('a packet', '16 MiB')
    yield { linkType, timeUs: u32(record, 0) * 1e6 + u32(record, 4) / (form.perSecond / 1e6), bytes: await whole(source, length) }
  }
}

interface Interface {
  readonly linkType: number
  readonly perSecond: number
  /** Seconds added to each time. */
  readonly offset: number
}

/** @see draft-ietf-opsawg-pcapng section 4 */
async function* readPcapng(source: ByteSource): AsyncGenerator<Packet> {
  let read = reader(true)
  let interfaces: Interface[] = []
  // The first four bytes were read: they are a section's type, the same in both byte orders.
  for (let type: number | null = BLOCK.section; type !== null; type = await nextType(source, read)) {
    if (type === BLOCK.section) {
      read = await beginSection(source)
      interfaces = []
      continue
    }
    const body = await blockBody(source, read)
    if (type === BLOCK.interface) {
      if (interfaces.length === MAX_INTERFACES) throw notImportable('it names more interfaces than any machine has')
      interfaces.push(readInterface(body, read))
    } else if (type === BLOCK.enhancedPacket) {
      const packet = readEnhanced(body, read, interfaces)
      if (packet) yield packet
    }
  }
}

async function nextType(source: ByteSource, { u32 }: Reader): Promise<number | null> {
  const bytes = await source.take(4)
  if (bytes.length === 0) return null
  if (bytes.length < 4) throw cutOff()
  return u32(bytes, 0)
}

/** The rest of a section header, whose byte order tells how to read all that follows. */
async function beginSection(source: ByteSource): Promise<Reader> {
  const start = await whole(source, 8)
  const isLittle = start.readUInt32LE(4) === BYTE_ORDER_MAGIC
  if (!isLittle && start.readUInt32BE(4) !== BYTE_ORDER_MAGIC) throw notImportable('its first block is damaged')
  const read = reader(isLittle)
  const length = read.u32(start, 0)
  if (length < 28 || length % 4 !== 0 || length > MAX_BLOCK_BYTES) throw notImportable('its first block is damaged')
  const rest = await whole(source, length - 12)
  const major = read.u16(rest, 0)
  if (major !== 1) throw notImportable(`it is of version ${major} of pcapng, and only 1 is known`)
  return read
}

async function blockBody(source: ByteSource, { u32 }: Reader): Promise<Buffer> {
  const length = u32(await whole(source, 4), 0)
  if (length > MAX_BLOCK_BYTES) throw tooLarge('a block', '16 MiB')
  if (length < 12 || length % 4 !== 0) throw notImportable('a block has an impossible length')
  const rest = await whole(source, length - 8)
  if (u32(rest, rest.length - 4) !== length) throw notImportable('the two lengths of a block differ')
  return rest.subarray(0, -4)
}

const OPTION = { end: 0, timeResolution: 9, timeOffset: 14 } as const

function readInterface(body: Buffer, { u16, u32 }: Reader): Interface {
  if (body.length < 8) throw notImportable('an interface is cut off')
  let [perSecond, offset] = [1e6, 0]
  for (let at = 8; at + 4 <= body.length; ) {
    const [code, length] = [u16(body, at), u16(body, at + 2)]
    if (code === OPTION.end || at + 4 + length > body.length) break
    if (code === OPTION.timeResolution && length >= 1) {
      const value = body[at + 4] ?? 6
      perSecond = (value & 0x80) !== 0 ? 2 ** (value & 0x7f) : 10 ** value
    }
    if (code === OPTION.timeOffset && length >= 8) offset = u32(body, at + 4)
    at += 4 + length + ((4 - (length & 3)) & 3)
  }
  return { linkType: u16(body, 0), perSecond, offset }
}

function readEnhanced(body: Buffer, { u32 }: Reader, interfaces: readonly Interface[]): Packet | null {
  if (body.length < 20) throw notImportable('a packet is cut off')
  const from = interfaces[u32(body, 0)]
  const length = u32(body, 12)
  if (!from || 20 + length > body.length) throw notImportable('a packet points outside its block')
  const ticks = BigInt(u32(body, 4)) * 2n ** 32n + BigInt(u32(body, 8))
  const seconds = ticks / BigInt(from.perSecond)
  const fractionUs = (Number(ticks % BigInt(from.perSecond)) / from.perSecond) * 1e6
  return { linkType: from.linkType, timeUs: (Number(seconds) + from.offset) * 1e6 + fractionUs, bytes: body.subarray(20, 20 + length) }
}

async function whole(source: ByteSource, count: number): Promise<Buffer> {
  const bytes = await source.take(count)
  if (bytes.length < count) throw cutOff()
  return bytes
}

const cutOff = () => notImportable('it ends in the middle of a packet')
