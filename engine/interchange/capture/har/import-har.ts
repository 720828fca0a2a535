import type { z } from 'zod'
import { toErrorRecord } from '#engine/connection/records.ts'
import { type Direction, isControl, OPCODE } from '#shared/model/frame.ts'
import type { RawHeader } from '#shared/model/handshake.ts'
import { fromBase64 } from '#shared/text/base64.ts'
import { type ImportedConnection, type ImportTarget, notImportable } from '../import-target.ts'
import { importedHandshake, rawHead } from '../imported-handshake.ts'
import { madeUpFrame } from '../made-up-frame.ts'
import { entrySchema, harSchema, type ReadEntry, type ReadMessage } from './har-schema.ts'

const CONNECTION = 1

const noteOf = (creator: string): string =>
  `Imported from a HAR${creator && ` of ${creator}`}. A HAR has messages only: each is shown as one frame, without the control frames, masks, compression and fragments that crossed, and without the end of the connection.`

/**
 * Makes a connection of every WebSocket entry.
 *
 * @param text of the whole file; its size is limited by who reads it
 * @throws AppError 'import.unreadable'
 */
export async function importHar(text: string, target: ImportTarget): Promise<void> {
  const { log } = checked(harSchema, parsed(text), 'it is not laid out as a HAR')
  if (!/^1\.\d+$/.test(log.version)) throw notImportable(`it is of version ${JSON.stringify(log.version)} of HAR, and only 1.x is known`)
  const creator = log.creator ? `${log.creator.name} ${log.creator.version ?? ''}`.trim() : ''
  for (const [index, entry] of log.entries.entries()) {
    if (!isWebSocket(entry)) continue
    importEntry(checked(entrySchema, entry, `its entry ${index} is not as it should be`), noteOf(creator), target)
    await target.flush()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notImportable('it is not JSON, or was cut off', error)
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, otherwise: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw notImportable(issue ? `${otherwise} (${issue.path.join('.') || 'the whole'}: ${issue.message})` : otherwise, result.error)
}

/** Old exports have no resource type, newer ones no messages where nothing was said. */
function isWebSocket(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null) return false
  return ('_resourceType' in entry && entry._resourceType === 'websocket') || '_webSocketMessages' in entry
}

function importEntry(entry: ReadEntry, note: string, target: ImportTarget): void {
  const timeUs = Date.parse(entry.startedDateTime) * 1000
  if (!Number.isFinite(timeUs)) throw notImportable(`${JSON.stringify(entry.startedDateTime)} is no time`)
  const to = target.connection(entry.request.url)
  to.event(handshakeOf(entry, timeUs, note))
  let count = 0
  for (const message of entry._webSocketMessages ?? []) {
    if (message.opcode === -1) to.event(errorOf(message, entry.response.status === 101))
    else count += 1
    if (message.opcode !== -1) addFrame(to, message, count - 1)
  }
}

function handshakeOf(entry: ReadEntry, timeUs: number, note: string) {
  const { request, response, timings } = entry
  const url = URL.parse(request.url)
  const target = url ? `${url.pathname}${url.search}` : '/'
  const [asked, answered] = [headersOf(request.headers), headersOf(response.headers)]
  const version = response.httpVersion || 'HTTP/1.1'
  const statusText = response.statusText ?? ''
  const phase = (value: number | null | undefined): number | null => (value == null || value < 0 ? null : value)
  const phases = { dns: phase(timings?.dns), tcp: phase(timings?.connect), tls: phase(timings?.ssl), request: phase(timings?.wait) }
  return importedHandshake({
    connection: CONNECTION,
    timeUs,
    url: request.url,
    peer: null,
    request: { method: request.method, target, headers: asked, raw: rawHead(`${request.method} ${target} HTTP/1.1`, asked) },
    // A browser that was refused writes 0: it does not tell pages, and their tools, what came.
    answer:
      response.status < 100
        ? null
        : {
            version,
            status: response.status,
            statusText,
            headers: answered,
            raw: rawHead(`${version} ${response.status} ${statusText}`, answered),
          },
    timingsMs: { ...phases, proxy: null, total: (phases.dns ?? 0) + (phases.tcp ?? 0) + (phases.request ?? 0) },
    note,
  })
}

const headersOf = (pairs: readonly { readonly name: string; readonly value: string }[]): RawHeader[] =>
  pairs.map(({ name, value }): RawHeader => [name, value])

const microseconds = (seconds: number): number => Math.round(seconds * 1e6)

function errorOf({ time, data }: ReadMessage, wasOpen: boolean) {
  const code = wasOpen ? ('connection.lost' as const) : ('handshake.rejected' as const)
  return toErrorRecord(CONNECTION, microseconds(time), { code, message: data, hint: '' })
}

function addFrame(to: ImportedConnection, { type, time, opcode, data }: ReadMessage, seq: number): void {
  const direction: Direction = type === 'send' ? 'out' : 'in'
  const payload = opcode === OPCODE.binary ? bytesOf(data) : Buffer.from(data)
  const isMessage = opcode === OPCODE.text || opcode === OPCODE.binary
  if (!isMessage && !isControl(opcode)) throw notImportable(`a message has the opcode ${opcode}`)
  const frame = madeUpFrame({ direction, opcode, payload, timeUs: microseconds(time), message: isMessage ? seq : null })
  to.frame(frame)
  if (!isMessage) return
  to.message({
    facts: {
      message: seq,
      timeUs: frame.facts.timeUs,
      direction,
      kind: opcode === OPCODE.text ? 'text' : 'binary',
      length: payload.length,
      wireLength: frame.facts.wireLength,
      frames: 1,
      compressed: false,
      firstSeq: seq,
      lastSeq: seq,
    },
    data: payload,
  })
}

function bytesOf(base64: string): Uint8Array {
  try {
    return fromBase64(base64)
  } catch (error) {
    throw notImportable('a binary message is not base64', error)
  }
}
