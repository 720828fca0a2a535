import { closeCodeName, closeRegistryOf, isSendableCloseCode } from '#shared/model/close-codes.ts'
import type { CloseFrameFacts, CloseReport, TcpEnd } from '#shared/model/connection.ts'
import { VIOLATIONS } from '#shared/model/frame.ts'

/** How the TCP connection came to its end; the first cause counts. */
export interface TcpEnding {
  readonly how: TcpEnd['how']
  /** For 'error' and 'tls-alert'. */
  readonly text?: string
  /** How long was waited before it was dropped, in milliseconds. */
  readonly afterMs?: number
}

export interface ClosingFacts {
  readonly sent: CloseFrameFacts | null
  readonly received: CloseFrameFacts | null
  readonly initiator: CloseReport['initiator']
  readonly ending: TcpEnding
  readonly isSecure: boolean
  readonly unsentBytes: number
  readonly truncatedSeq: number | null
}

/** RFC 6455 section 7.1.5: the code of a frame without one, and of a connection without a frame. */
const NO_CODE = 1005
const NO_FRAME = 1006

const ENDED_BY: Readonly<Record<TcpEnd['how'], TcpEnd['by']>> = {
  fin: 'remote',
  reset: 'remote',
  'tls-alert': 'remote',
  timeout: 'none',
  error: 'none',
  unanswered: 'local',
  'kept-open': 'local',
  violation: 'local',
  asked: 'local',
  'keep-alive': 'local',
  none: 'none',
}

export function closeReport(facts: ClosingFacts, timeUs: number): CloseReport {
  const { sent, received, initiator, ending, unsentBytes, truncatedSeq } = facts
  const decisive = received ?? sent
  const code = decisive === null ? NO_FRAME : (decisive.code ?? NO_CODE)
  const sentences = [sayFrames(facts), sayEnding(facts)]
  if (truncatedSeq !== null) sentences.push(`Frame ${truncatedSeq} was cut off by it.`)
  if (unsentBytes > 0) sentences.push(`${unsentBytes.toLocaleString('en')} bytes were not sent.`)
  return {
    timeUs,
    code,
    name: closeCodeName(code),
    registry: closeRegistryOf(code),
    reason: decisive?.reason ?? '',
    clean: sent !== null && received !== null,
    initiator,
    sent,
    received,
    betweenUs: sent !== null && received !== null ? Math.abs(sent.timeUs - received.timeUs) : null,
    tcp: { by: ENDED_BY[ending.how], how: ending.how, text: ending.text ?? '' },
    unsentBytes,
    truncatedSeq,
    detail: sentences.join(' '),
  }
}

/** The answer to a close frame says the same code (section 5.5.1), unless that code must not be said. */
export function answerTo(received: CloseFrameFacts | null): number | null {
  const code = received?.code ?? null
  return code === null || isSendableCloseCode(code) ? code : VIOLATIONS['close-code'].closeCode
}

/** The report of a connection that never opened. */
export function neverOpenedReport(timeUs: number): CloseReport {
  const facts: ClosingFacts = {
    sent: null,
    received: null,
    initiator: 'none',
    ending: { how: 'none' },
    isSecure: false,
    unsentBytes: 0,
    truncatedSeq: null,
  }
  return { ...closeReport(facts, timeUs), detail: 'The connection never opened.' }
}

function sayFrames({ sent, received, initiator }: ClosingFacts): string {
  if (initiator === 'none') return 'No close frame was sent or received.'
  if (initiator === 'local') {
    const asked = `Sockscope sent a close frame (${sayCode(sent)})`
    return received ? `${asked}, the server answered (${sayCode(received)}).` : `${asked}, the server did not answer it.`
  }
  const told = `The server sent a close frame (${sayCode(received)})`
  return sent ? `${told}, Sockscope answered (${sayCode(sent)}).` : `${told}, Sockscope could not answer it.`
}

function sayEnding({ ending: { how, text = '', afterMs = 0 }, isSecure }: ClosingFacts): string {
  switch (how) {
    case 'fin':
      return isSecure ? 'The server ended the connection (TLS close_notify or FIN).' : 'The server ended the TCP connection (FIN).'
    case 'reset':
      return 'The server reset the TCP connection (RST).'
    case 'tls-alert':
      return `The server ended TLS with the alert ${text}.`
    case 'timeout':
      return 'TCP got no answer from the server any more (time-out).'
    case 'error':
      return `The TCP connection failed: ${text}.`
    case 'unanswered':
      return `Sockscope dropped the TCP connection after waiting ${afterMs} ms for the answer.`
    case 'kept-open':
      return `The server kept the TCP connection open; Sockscope dropped it after ${afterMs} ms.`
    case 'violation':
      return 'Sockscope dropped the TCP connection because of the protocol violation.'
    case 'asked':
      return 'Sockscope dropped the TCP connection at once, as asked.'
    case 'keep-alive':
      return `Sockscope dropped the TCP connection: a ping was not answered within ${afterMs} ms.`
    case 'none':
      return 'There was no TCP connection.'
  }
}

const sayCode = (frame: CloseFrameFacts | null): string => (frame?.code == null ? 'no code' : String(frame.code))
