import { type FileHandle, open } from 'node:fs/promises'
import type { Capture } from '#engine/capture/capture.ts'
import type { Captures } from '#engine/capture/captures.ts'
import { AppError, type Failure } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { ByteSource } from './byte-source.ts'
import { readItems } from './captured-items.ts'
import { importHar } from './har/import-har.ts'
import { type ImportTarget, MOST_CONNECTIONS, notImportable, tooLarge } from './import-target.ts'
import { importNdjson } from './ndjson/import-ndjson.ts'
import { giveItem, NumberedCapture } from './numbered-capture.ts'
import { importPackets } from './pcapng/import-packets.ts'
import { isPacketFile } from './pcapng/read-packets.ts'

/** A HAR is one JSON text, which has to be in memory as a whole. */
const MOST_HAR_BYTES = 256 * 1024 * 1024
const BEGINNING_BYTES = 4_096
const CONNECTION = 1

/** A connection that was found in a file, in a capture of its own. */
export interface Imported {
  readonly id: CaptureId
  readonly url: string
  readonly frames: number
  readonly capture: Capture
}

/**
 * Reads a file of another tool (HAR, pcap, pcapng), of records (NDJSON) or a `.sockscope` file, found out by what is in it and not by its name, and
 * makes a capture of each WebSocket connection. If something is wrong with the file, none of them stays.
 *
 * @returns at least one; finished, not released
 * @throws AppError 'import.unreadable', 'import.too-large', 'import.nothing', 'capture.unreadable', 'capture.disk'
 */
export async function importFile(path: string, captures: Captures): Promise<Imported[]> {
  const file = await openToRead(path)
  const target = new CapturesTarget(captures)
  try {
    if (await isCapture(file)) await importCapture(path, captures, target)
    else await importFrom(file, target)
    return await target.finish()
  } catch (error) {
    await target.abandon()
    throw error instanceof AppError ? error : notImportable(error instanceof Error ? error.message : String(error), error)
  } finally {
    await file.close()
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw notImportable(error instanceof Error ? error.message : String(error), error)
  }
}

const DATABASE = 'SQLite format 3\0'

async function isCapture(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(DATABASE.length), 0, DATABASE.length, 0)
  return buffer.toString('latin1') === DATABASE
}

/** A capture that somebody sent: checked as it is opened, and copied. */
async function importCapture(path: string, captures: Captures, target: ImportTarget): Promise<void> {
  const capture = await captures.open(path)
  try {
    const events = await capture.events()
    const to = target.connection(events.find((event) => event.type === 'handshake')?.url ?? '')
    for await (const items of readItems(capture, events, { frames: null })) {
      for (const item of items) giveItem(to, item)
      await target.flush()
    }
  } finally {
    await capture.close()
  }
}

async function importFrom(file: FileHandle, target: ImportTarget): Promise<void> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
  const beginning = buffer.subarray(0, bytesRead)
  if (isPacketFile(beginning)) return importPackets(new ByteSource(file), target)
  const text = beginning
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (!text.startsWith('{')) throw notImportable('it is neither HAR, pcap, pcapng nor NDJSON')
  // A record has its type at the front; a HAR is laid out by whoever wrote it.
  if (/^\{\s*"type"\s*:\s*"/.test(text)) return importNdjson(new ByteSource(file), target)
  const { size } = await file.stat()
  if (size > MOST_HAR_BYTES) throw tooLarge('it', '256 MiB')
  await importHar((await file.readFile({ encoding: 'utf8' })).replace(/^\ufeff/, ''), target)
}

interface Begun {
  readonly url: string
  readonly capture: Capture
  readonly numbered: NumberedCapture
}

class CapturesTarget implements ImportTarget {
  readonly #captures: Captures
  readonly #begun: Begun[] = []
  #failure: Failure | null = null

  constructor(captures: Captures) {
    this.#captures = captures
  }

  readonly connection = (url: string): NumberedCapture => {
    if (this.#begun.length === MOST_CONNECTIONS) throw tooLarge('the number of connections', MOST_CONNECTIONS.toLocaleString('en'))
    const capture = this.#captures.create({
      connection: CONNECTION,
      url,
      onHeld: () => undefined,
      onError: (failure) => {
        this.#failure ??= failure
      },
    })
    const numbered = new NumberedCapture(capture)
    this.#begun.push({ url, capture, numbered })
    return numbered
  }

  readonly flush = async (): Promise<void> => {
    await Promise.all(this.#begun.map(({ capture }) => capture.flush()))
    if (this.#failure) throw new AppError(this.#failure.code, this.#failure.message, { hint: this.#failure.hint })
  }

  async finish(): Promise<Imported[]> {
    await this.flush()
    if (this.#begun.length === 0) {
      throw new AppError('import.nothing', 'There is no WebSocket connection in the file.', {
        hint: 'In a packet capture the opening request must be there, in clear text.',
      })
    }
    await Promise.all(this.#begun.map(({ capture }) => capture.finish()))
    return this.#begun.map(({ url, capture, numbered }) => ({ id: capture.id, url, frames: numbered.frames, capture }))
  }

  async abandon(): Promise<void> {
    await Promise.allSettled(this.#begun.map(({ capture }) => capture.remove()))
  }
}
