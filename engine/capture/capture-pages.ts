import type { FrameDetail, PayloadOf, PayloadSlice } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import { type FrameRow, isControl, type MessageKind, OPCODE } from '#shared/model/frame.ts'
import { FLAG } from './batch-columns.ts'
import type { CapturedEvent } from './capture.ts'
import type { CaptureContent, StoredFrame, StoredMessage } from './capture-content.ts'
import { framePayload, messagePayload, type Payload } from './payload.ts'
import { closePreview, controlPreview, hexPreview, PREVIEW_BYTES, type Preview, textPreview } from './preview.ts'
import { parseEvent } from './record-schema.ts'
import { parsedBody } from './sealed-rows.ts'
import { unreadable } from './unreadable.ts'

const MOST_ROWS = 1_000
const MOST_PAYLOAD_BYTES = 16 * 1024 * 1024
/** All events of a capture together, as JSON. Handshakes with a body of 1 MiB each stay far below. */
const MOST_EVENT_BYTES = 64 * 1024 * 1024
/** Frames looked at for the preview of a message in fragments: among others, and however many are empty. */
const PREVIEW_FRAMES = 4_096

/** Rows [first, first + count), fewer where the capture ends. @throws AppError 'input.invalid', 'capture.unreadable' */
export function readRows(content: CaptureContent, first: number, count: number): FrameRow[] {
  assertRange('rows', first, count, MOST_ROWS)
  const rows: FrameRow[] = []
  for (let seq = first; seq < Math.min(first + count, content.total); seq++) rows.push(rowOf(content, content.frameAt(seq)))
  return rows
}

/** The rows of these frames. @throws AppError 'input.invalid', 'capture.unreadable' */
export function readRowsOf(content: CaptureContent, seqs: readonly number[]): FrameRow[] {
  assertRange('rows', 0, seqs.length, MOST_ROWS)
  return seqs.map((seq) => rowOf(content, existingFrame(content, seq)))
}

export function readFrame(content: CaptureContent, seq: number): FrameDetail {
  const frame = existingFrame(content, seq)
  const header = content.segment.read(frame.offset, Math.min(frame.facts.headerLength, frame.storedLength))
  return { frame: frame.facts, header, message: content.messageOf(frame)?.facts ?? null }
}

/** @throws AppError 'input.invalid' also if a message is asked for that the frame has no part in, or that was never finished */
export function readPayload(content: CaptureContent, seq: number, of: PayloadOf, first: number, count: number): PayloadSlice {
  assertRange('bytes', first, count, MOST_PAYLOAD_BYTES)
  const payload = payloadOf(content, existingFrame(content, seq), of)
  const start = Math.min(first, payload.total)
  return { bytes: payload.read(start, Math.min(count, payload.total - start)), total: payload.total }
}

export function readEvents(content: CaptureContent): CapturedEvent[] {
  const events: CapturedEvent[] = []
  let sizeBytes = 0
  for (let row = content.rows.after('event', 0); row !== null; row = content.rows.after('event', row.id)) {
    sizeBytes += row.body.length
    if (sizeBytes > MOST_EVENT_BYTES) throw unreadable('its events are larger than any connection makes them')
    events.push(parseEvent(parsedBody(row.body)))
  }
  return events
}

function rowOf(content: CaptureContent, frame: StoredFrame): FrameRow {
  const { facts, flags } = frame
  const ending = content.messageEndingAt(frame)
  const kind: MessageKind | null = (flags & FLAG.text) !== 0 ? 'text' : (flags & FLAG.binary) !== 0 ? 'binary' : null
  return {
    ...facts,
    kind: ending?.facts.kind ?? kind,
    compressed: ending?.facts.compressed ?? (flags & FLAG.compressed) !== 0,
    messageLength: ending?.facts.length ?? null,
    messageFrames: ending?.facts.frames ?? null,
    ...previewOf(content, frame, ending, kind),
  }
}

function previewOf(content: CaptureContent, frame: StoredFrame, ending: StoredMessage | null, kind: MessageKind | null): Preview {
  if (ending !== null) {
    const bytes = startOf(messagePayload(content, ending, PREVIEW_FRAMES))
    return ending.facts.kind === 'text' ? textPreview(bytes) : hexPreview(bytes)
  }
  const bytes = startOf(framePayload(content, frame))
  if (frame.facts.opcode === OPCODE.close) return closePreview(bytes)
  if (frame.facts.opcode === OPCODE.ping || frame.facts.opcode === OPCODE.pong) return controlPreview(bytes)
  const isPlainText = kind === 'text' && (frame.flags & FLAG.compressed) === 0 && !isControl(frame.facts.opcode)
  return isPlainText ? textPreview(bytes) : hexPreview(bytes)
}

const startOf = (payload: Payload): Uint8Array => payload.read(0, Math.min(payload.total, PREVIEW_BYTES))

function payloadOf(content: CaptureContent, frame: StoredFrame, of: PayloadOf): Payload {
  if (of === 'frame') return framePayload(content, frame)
  const message = content.messageOf(frame)
  if (message !== null) return messagePayload(content, message)
  throw new AppError('input.invalid', `Frame ${frame.facts.seq} is not part of a finished message.`, {
    hint: 'Look at the payload of the frame itself.',
  })
}

function existingFrame(content: CaptureContent, seq: number): StoredFrame {
  if (Number.isSafeInteger(seq) && seq >= 0 && seq < content.total) return content.frameAt(seq)
  throw new AppError('input.invalid', `There is no frame ${seq}: this capture has ${content.total}, counted from 0.`)
}

function assertRange(what: string, first: number, count: number, most: number): void {
  const isWhole = Number.isSafeInteger(first) && Number.isSafeInteger(count) && first >= 0 && count >= 0
  if (isWhole && count <= most) return
  throw new AppError('input.invalid', `Cannot read ${count} ${what} from ${first} on: at most ${most} at once, from 0 or later.`)
}
