import type { Failure } from '#shared/errors.ts'
import type { CloseReport, ConnectionSummary, Reopened } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { CaptureId, ConnectionId } from '#shared/model/ids.ts'
import type { CloseRecord, HandshakeRecord } from '#shared/model/records.ts'
import type { CapturedEvent } from '../capture/capture.ts'
import type { CaptureTally } from '../capture/capture-tally.ts'
import { computeAccept } from '../handshake/checks.ts'
import { valuesOf } from '../handshake/headers.ts'

interface ReopenedCapture {
  readonly id: ConnectionId
  readonly capture: CaptureId
  readonly reopened: Reopened
  readonly events: readonly CapturedEvent[]
  readonly tally: CaptureTally
}

/** What a window knows of a connection, from what its capture holds. */
export function reopenedSummary({ id, capture, reopened, events, tally }: ReopenedCapture): ConnectionSummary {
  const hops = events.filter((event) => event.type === 'handshake')
  const close = events.findLast((event) => event.type === 'close')
  const [first, last] = [hops[0], hops.at(-1)]
  const openedAtUs = last?.response?.status === 101 && last.negotiated !== null ? last.timeUs + last.timingsMs.total * 1000 : null
  const times = [reopened.endedAtUs, close?.timeUs ?? 0, tally.lastFrameUs ?? 0, ...events.map(({ timeUs }) => timeUs)]
  return {
    id,
    capture,
    origin: null,
    url: first?.url ?? '',
    state: 'closed',
    openingSinceUs: first?.timeUs ?? events[0]?.timeUs ?? reopened.endedAtUs,
    openedAtUs,
    subprotocol: last?.negotiated?.subprotocol ?? '',
    compressed: (last?.negotiated?.deflate ?? null) !== null,
    counters: tally.counters,
    bufferedBytes: 0,
    held: false,
    close: close ? reportIn(close) : null,
    failure: failureIn(events),
    reconnect: null,
    reopened: { ...reopened, endedAtUs: reopened.endedAtUs || Math.max(...times) },
  }
}

/** The handshake report as far as records hold it: bytes that were no answer are not in a capture. */
export function reopenedHandshake(events: readonly CapturedEvent[]): HandshakeReport[] {
  const hops = events.filter((event) => event.type === 'handshake')
  const failure = failureIn(events)
  return hops.map((record, index) => reportOf(record, index === hops.length - 1 && record.negotiated === null ? failure : null))
}

function reportOf(record: HandshakeRecord, failure: Failure | null): HandshakeReport {
  const { type: _type, connection: _connection, ...facts } = record
  const [key] = valuesOf(record.request?.headers ?? [], 'sec-websocket-key')
  const accept = record.response?.status === 101 && key !== undefined ? computeAccept(record.response, key) : null
  return { ...facts, unreadable: null, accept, failure }
}

function reportIn({ type: _type, connection: _connection, ...report }: CloseRecord): CloseReport {
  return report
}

function failureIn(events: readonly CapturedEvent[]): Failure | null {
  const error = events.findLast((event) => event.type === 'error')
  return error ? { code: error.code, message: error.message, hint: error.hint } : null
}
