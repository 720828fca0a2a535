import type { Failure } from '#shared/errors.ts'
import type { CloseReport } from '#shared/model/connection.ts'
import { type FrameFacts, isRaw, VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { CloseRecord, ErrorRecord, FrameRecord, HandshakeRecord, MessageRecord, RawRecord } from '#shared/model/records.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'

// The order of the keys below is the order of docs/formats.md: people read these lines.

/** The record of one hop, as it stands at this moment. */
export function toHandshakeRecord(connection: number, report: HandshakeReport): HandshakeRecord {
  return {
    type: 'handshake',
    connection,
    hop: report.hop,
    timeUs: report.timeUs,
    url: report.url,
    peer: report.peer,
    attempts: report.attempts,
    proxy: report.proxy,
    tls: report.tls,
    request: report.request,
    response: report.response,
    negotiated: report.negotiated,
    timingsMs: report.timingsMs,
    checks: report.checks,
    cookies: report.cookies,
    notes: report.notes,
  }
}

/** The record of what stands among the frames: a frame, or bytes that belong to none. */
export function toWireRecord(connection: number, frame: CapturedFrame): FrameRecord | RawRecord {
  return isRaw(frame.facts) ? toRawRecord(connection, frame) : toFrameRecord(connection, frame.facts)
}

function toFrameRecord(connection: number, frame: FrameFacts): FrameRecord {
  return {
    type: 'frame',
    connection,
    seq: frame.seq,
    timeUs: frame.timeUs,
    direction: frame.direction,
    fin: frame.fin,
    rsv1: (frame.rsv & 4) !== 0,
    rsv2: (frame.rsv & 2) !== 0,
    rsv3: (frame.rsv & 1) !== 0,
    opcode: frame.opcode,
    masked: frame.masked,
    maskKey: frame.maskKey,
    payloadLength: frame.payloadLength,
    wireLength: frame.wireLength,
    message: frame.message,
    violation: frame.violation === null ? null : violationOf(frame.violation),
  }
}

function toRawRecord(connection: number, { facts, wire }: CapturedFrame): RawRecord {
  const { seq, timeUs, direction } = facts
  const dataBase64 = Buffer.from(wire.buffer, wire.byteOffset, wire.byteLength).toString('base64')
  return { type: 'raw', connection, seq, timeUs, direction, length: wire.length, dataBase64 }
}

/** The whole payload in one record: text as text, binary as base64. */
export function toMessageRecord(connection: number, { facts, data }: CapturedMessage): MessageRecord {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return {
    type: 'message',
    connection,
    message: facts.message,
    timeUs: facts.timeUs,
    direction: facts.direction,
    kind: facts.kind,
    length: facts.length,
    wireLength: facts.wireLength,
    frames: facts.frames,
    compressed: facts.compressed,
    ...(facts.kind === 'text' ? { data: bytes.toString('utf8') } : { dataBase64: bytes.toString('base64') }),
  }
}

export function toCloseRecord(connection: number, report: CloseReport): CloseRecord {
  const { timeUs, code, name, registry, reason, clean, initiator, sent, received, betweenUs, tcp, unsentBytes, truncatedSeq, detail } =
    report
  return {
    type: 'close',
    connection,
    timeUs,
    code,
    name,
    registry,
    reason,
    clean,
    initiator,
    sent,
    received,
    betweenUs,
    tcp,
    unsentBytes,
    truncatedSeq,
    detail,
  }
}

export function toErrorRecord(connection: number, timeUs: number, { code, message, hint }: Failure): ErrorRecord {
  return { type: 'error', connection, timeUs, code, message, hint }
}

function violationOf(id: ViolationId): NonNullable<FrameRecord['violation']> {
  const { rfc, text } = VIOLATIONS[id]
  return { id, rfc, text }
}
