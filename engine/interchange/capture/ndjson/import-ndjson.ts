import type { z } from 'zod'
import type { CapturedEvent } from '#engine/capture/capture.ts'
import { parseEvent } from '#engine/capture/record-schema.ts'
import type { ByteSource } from '../byte-source.ts'
import { type ImportTarget, notImportable, tooLarge } from '../import-target.ts'
import { NdjsonConnection } from './ndjson-connection.ts'
import { frameSchema, messageSchema } from './record-schemas.ts'

/** The largest message as base64, and then some. */
const MOST_LINE_BYTES = 192 * 1024 * 1024
const FLUSH_EVERY_LINES = 2_000
const LF = 0x0a

const NOTE =
  'Imported from records (NDJSON). These hold messages, but neither the payloads of control frames nor compressed bytes; the frames of such are known by their headers.'

/**
 * Reads what `sockscope connect --json` printed or an export wrote: one connection for each number in the records. Types that are
 * not known are passed over, as formats.md asks of every reader.
 *
 * @throws AppError 'import.unreadable', 'import.too-large'
 */
export async function importNdjson(source: ByteSource, target: ImportTarget): Promise<void> {
  const reader = new Records(target)
  let number = 0
  for await (const line of linesOf(source)) {
    number += 1
    if (!isBlank(line)) reader.read(line, number)
    if (number % FLUSH_EVERY_LINES === 0) await target.flush()
  }
  reader.end()
}

class Records {
  readonly #target: ImportTarget
  readonly #connections = new Map<number, { readonly to: ReturnType<ImportTarget['connection']>; readonly frames: NdjsonConnection }>()

  constructor(target: ImportTarget) {
    this.#target = target
  }

  read(line: Buffer, number: number): void {
    const value = parsed(line, number)
    const { type, connection } = value
    if (typeof type !== 'string' || typeof connection !== 'number') throw notImportable(`line ${number} is no record`)
    if (type === 'frame') this.#of(connection).frames.frame(checked(frameSchema, value, number))
    else if (type === 'message') this.#of(connection).frames.message(checked(messageSchema, value, number))
    else if (type === 'handshake' || type === 'close' || type === 'error') this.#event(checkedEvent(value, number))
  }

  end(): void {
    for (const { frames } of this.#connections.values()) frames.flush()
  }

  #event(event: CapturedEvent): void {
    const { to, frames } = this.#of(event.connection, event.type === 'handshake' ? event.url : '')
    if (event.type !== 'handshake') frames.flush()
    to.event(event.type === 'handshake' ? { ...event, notes: [...event.notes, { id: 'imported', text: NOTE }] } : event)
  }

  #of(connection: number, url = '') {
    const known = this.#connections.get(connection)
    if (known) return known
    const to = this.#target.connection(url)
    const made = { to, frames: new NdjsonConnection(to) }
    this.#connections.set(connection, made)
    return made
  }
}

async function* linesOf(source: ByteSource): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const piece of source.pieces()) {
    let start = 0
    for (let end = piece.indexOf(LF); end !== -1; end = piece.indexOf(LF, start)) {
      yield Buffer.concat([...waiting, piece.subarray(start, end)])
      waiting = []
      bytes = 0
      start = end + 1
    }
    waiting.push(piece.subarray(start))
    bytes += piece.length - start
    if (bytes > MOST_LINE_BYTES) throw tooLarge('a line', '192 MiB')
  }
  yield Buffer.concat(waiting)
}

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)

function parsed(line: Buffer, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    // Every object has string keys.
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    throw notImportable(`line ${number} is not JSON, or was cut off`, error)
  }
  throw notImportable(`line ${number} is no record`)
}

function checked<T>(schema: z.ZodType<T>, value: unknown, number: number): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw notImportable(
    `line ${number} is not a record of this version (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    result.error,
  )
}

function checkedEvent(value: unknown, number: number): CapturedEvent {
  try {
    return parseEvent(value)
  } catch (error) {
    throw notImportable(`line ${number} is not a record of this version`, error)
  }
}
