import type { AnswerHead } from '#engine/handshake/answer-head.ts'
import { judgeAnswer } from '#engine/handshake/checks.ts'
import { offerOf } from '#engine/handshake/request-head.ts'
import type { HandshakeRequest, HandshakeTimings, Peer, RawHeader, ResponseBody } from '#shared/model/handshake.ts'
import type { HandshakeRecord } from '#shared/model/records.ts'

export interface ImportedHop {
  readonly connection: number
  readonly timeUs: number
  readonly url: string
  readonly peer: Peer | null
  readonly request: HandshakeRequest
  /** Null where there was no answer. */
  readonly answer: AnswerHead | null
  readonly body?: ResponseBody | null
  readonly timingsMs: HandshakeTimings
  /** What the file it came from cannot tell; '' for nothing. */
  readonly note: string
}

/** A handshake that somebody else recorded, judged by the same rules as our own. */
export function importedHandshake({ answer, request, note, body = null, ...hop }: ImportedHop): HandshakeRecord {
  const judgement = answer && judgeAnswer(answer, offerOf(request.headers))
  return {
    type: 'handshake',
    connection: hop.connection,
    hop: 0,
    timeUs: hop.timeUs,
    url: hop.url,
    peer: hop.peer,
    attempts: [],
    proxy: null,
    tls: null,
    request,
    response: answer && { ...answer, body },
    negotiated: judgement?.negotiated ?? null,
    timingsMs: hop.timingsMs,
    checks: judgement?.checks ?? [],
    cookies: null,
    notes: note === '' ? [] : [{ id: 'imported', text: note }],
  }
}

/** A head as it would have stood on the wire, for formats that have headers only. */
export const rawHead = (firstLine: string, headers: readonly RawHeader[]): string =>
  `${firstLine}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
