import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import type { Captures } from '#engine/capture/captures.ts'
import { type ExportOptions, exportCapture } from '#engine/interchange/capture/export-capture.ts'
import { EXPORT_FORMATS, type ExportFormat } from '#shared/model/interchange.ts'
import type { HandshakeRecord } from '#shared/model/records.ts'

export function exportFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-export-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes an export into a folder of its own; answers with its path. */
export async function exportTo(
  captures: Captures,
  reader: CaptureReader,
  format: ExportFormat,
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const path = join(exportFolder(), `export.${EXPORT_FORMATS[format].extension}`)
  await exportCapture(reader, path, { captures, version: '0.0.0', format, frames: null, redaction: null, ...options })
  return path
}

export async function exportedText(...args: Parameters<typeof exportTo>): Promise<string> {
  return readFileSync(await exportTo(...args), 'utf8')
}

const REQUEST_HEADERS = [
  ['Host', 'example.test:9001'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Extensions', 'permessage-deflate'],
] as const
const ANSWER_HEADERS = [
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
  ['Sec-WebSocket-Extensions', 'permessage-deflate; server_no_context_takeover; client_no_context_takeover'],
] as const

const headOf = (first: string, headers: readonly (readonly [string, string])[]): string =>
  `${first}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`

/** A handshake that agreed on permessage-deflate without context takeover, as a capture holds it. */
export function handshakeEvent(changes: Partial<HandshakeRecord> = {}, more: readonly (readonly [string, string])[] = []): HandshakeRecord {
  const url = changes.url ?? 'ws://example.test:9001/talk'
  const target = url.replace(/^\w+:\/\/[^/]+/, '')
  const headers = [...REQUEST_HEADERS, ...more]
  return {
    type: 'handshake',
    connection: 1,
    hop: 0,
    timeUs: 1_794_999_999_990_000,
    url,
    peer: { address: '127.0.0.1', port: 9001, localAddress: '127.0.0.1', localPort: 51_234 },
    attempts: [],
    proxy: null,
    tls: null,
    request: { method: 'GET', target, headers, raw: headOf(`GET ${target} HTTP/1.1`, headers) },
    response: {
      version: 'HTTP/1.1',
      status: 101,
      statusText: 'Switching Protocols',
      headers: ANSWER_HEADERS,
      raw: headOf('HTTP/1.1 101 Switching Protocols', ANSWER_HEADERS),
      body: null,
    },
    negotiated: {
      subprotocol: '',
      extensions: 'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
      deflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 15, clientMaxWindowBits: 15 },
    },
    timingsMs: { dns: null, tcp: 0.5, proxy: null, tls: null, request: 1.5, total: 3 },
    checks: [],
    notes: [],
    cookies: null,
    ...changes,
  }
}

/** Ended by the server's FIN, or by its RST. */
export const closeEvent = (timeUs: number, clean = true): CapturedEvent => ({
  type: 'close',
  connection: 1,
  timeUs,
  code: clean ? 1000 : 1006,
  name: clean ? 'Normal closure' : 'Abnormal closure',
  registry: clean ? 'protocol' : 'reserved',
  reason: '',
  clean,
  initiator: clean ? 'local' : 'none',
  sent: null,
  received: null,
  betweenUs: null,
  tcp: { by: 'remote', how: clean ? 'fin' : 'reset', text: '' },
  unsentBytes: 0,
  truncatedSeq: null,
  detail: 'Told by a test.',
})
