import { deepStrictEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Capture, CapturedEvent, CaptureReader } from '#engine/capture/capture.ts'
import { type Captures, type CapturesOptions, createCaptures } from '#engine/capture/captures.ts'
import type { Failure } from '#shared/errors.ts'
import type { Told } from './conversation.ts'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-captures-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Captures of a folder of their own, closed when the test ends. */
export function startCaptures(options: Partial<CapturesOptions> = {}): Captures & { readonly folder: string } {
  const folder = options.folder ?? temporaryFolder()
  const captures = createCaptures({ folder, ...options })
  onTestFinished(captures.close)
  return { ...captures, folder }
}

export interface Heard {
  readonly held: boolean[]
  readonly failures: Failure[]
}

/** A capture of `captures`, with what it told. */
export function startCapture(captures: Captures, connection = 1): Heard & { readonly capture: Capture } {
  const heard: Heard = { held: [], failures: [] }
  const capture = captures.create({
    connection,
    url: 'ws://127.0.0.1:9001/echo',
    onHeld: (isHeld) => heard.held.push(isHeld),
    onError: (failure) => heard.failures.push(failure),
  })
  return { ...heard, capture }
}

export function tell(capture: Capture, told: readonly Told[]): void {
  for (const { frame, message } of told) {
    capture.appendFrame(frame)
    if (message !== null) capture.appendMessage(message)
  }
}

/** Every row, frame and payload from `first` on, against what was told. */
export async function expectAll(reader: CaptureReader, told: readonly Told[], everyFrame = 1): Promise<void> {
  deepStrictEqual(await reader.total(), told.length)
  for (let first = 0; first < told.length; first += 1_000) {
    const expected = told.slice(first, first + 1_000).map((each) => each.row)
    deepStrictEqual(await reader.rows(first, 1_000), expected)
  }
  for (let seq = 0; seq < told.length; seq += everyFrame) await expectFrame(reader, told, seq)
}

async function expectFrame(reader: CaptureReader, told: readonly Told[], seq: number): Promise<void> {
  const { frame, payload, row } = told[seq]!
  const finished = told.slice(seq).find((each) => row.message !== null && each.message?.facts.message === row.message)?.message ?? null
  const detail = await reader.frame(seq)
  deepStrictEqual(detail.frame, frame.facts)
  deepStrictEqual(Buffer.from(detail.header), Buffer.from(frame.wire.subarray(0, frame.facts.headerLength)))
  deepStrictEqual(detail.message, finished?.facts ?? null)
  deepStrictEqual(await wholePayload(reader, seq, 'frame'), Buffer.from(payload))
  if (finished !== null) deepStrictEqual(await wholePayload(reader, seq, 'message'), Buffer.from(finished.data))
}

async function wholePayload(reader: CaptureReader, seq: number, of: 'frame' | 'message'): Promise<Buffer> {
  const { bytes, total } = await reader.payload(seq, of, 0, 1024 * 1024)
  deepStrictEqual(bytes.length, total)
  return Buffer.from(bytes)
}

export const CLOSE_EVENT: CapturedEvent = {
  type: 'close',
  connection: 1,
  timeUs: 1_795_000_000_000_000,
  code: 1000,
  name: 'Normal Closure',
  registry: 'protocol',
  sent: null,
  received: null,
  betweenUs: null,
  tcp: { by: 'remote', how: 'fin', text: '' },
  unsentBytes: 0,
  truncatedSeq: null,
  reason: 'done ✓',
  clean: true,
  initiator: 'local',
  detail: 'Closed by this side.',
}

export const HANDSHAKE_EVENT: CapturedEvent = {
  type: 'handshake',
  connection: 1,
  hop: 0,
  timeUs: 1_795_000_000_000_000,
  url: 'ws://127.0.0.1:9001/echo',
  peer: null,
  attempts: [],
  proxy: null,
  tls: null,
  request: { method: 'GET', target: '/echo', headers: [['Host', '127.0.0.1:9001']], raw: 'GET /echo HTTP/1.1\r\n\r\n' },
  response: null,
  negotiated: { subprotocol: '', extensions: '', deflate: null },
  timingsMs: { dns: null, tcp: 0.2, proxy: null, tls: null, request: 0.4, total: 1 },
  checks: [{ id: 'status', ok: true, rfc: '6455 4.1', text: 'The answer is 101.' }],
  cookies: null,
  notes: [],
}
