import { closeCodeName } from '#shared/model/close-codes.ts'
import type { CloseReport } from '#shared/model/connection.ts'

/** What a close frame said; code null where it had no body. */
export interface CloseFrame {
  readonly code: number | null
  readonly reason: string
}

/** How the TCP connection came to its end; the first cause counts. */
export type TcpEnding =
  | { readonly kind: 'remote-end' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'error'; readonly text: string }
  /** Sockscope dropped it: the close frame was not answered in time. */
  | { readonly kind: 'unanswered'; readonly afterMs: number }
  /** Sockscope dropped it: the server kept TCP open after the closing handshake. */
  | { readonly kind: 'kept-open'; readonly afterMs: number }
  /** Sockscope dropped it because of a protocol violation. */
  | { readonly kind: 'failed' }
  /** Sockscope dropped it because it was told to. */
  | { readonly kind: 'terminated' }

export interface ClosingFacts {
  readonly sent: CloseFrame | null
  readonly received: CloseFrame | null
  readonly initiator: CloseReport['initiator']
  readonly ending: TcpEnding
}

/** RFC 6455 section 7.1.5: the code of a frame without one, and of a connection without a frame. */
const NO_CODE = 1005
const NO_FRAME = 1006

export function closeReport(facts: ClosingFacts, timeUs: number): CloseReport {
  const decisive = facts.received ?? facts.sent
  const code = decisive === null ? NO_FRAME : (decisive.code ?? NO_CODE)
  return {
    timeUs,
    code,
    name: closeCodeName(code),
    reason: decisive?.reason ?? '',
    clean: facts.sent !== null && facts.received !== null,
    initiator: facts.initiator,
    detail: `${sayFrames(facts)} ${sayEnding(facts.ending)}`,
  }
}

/** The report of a connection that never opened. */
export function neverOpenedReport(timeUs: number): CloseReport {
  return {
    timeUs,
    code: NO_FRAME,
    name: closeCodeName(NO_FRAME),
    reason: '',
    clean: false,
    initiator: 'none',
    detail: 'The connection never opened.',
  }
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

function sayEnding(ending: TcpEnding): string {
  switch (ending.kind) {
    case 'remote-end':
      return 'The server ended the TCP connection (FIN).'
    case 'reset':
      return 'The server reset the TCP connection (RST).'
    case 'error':
      return `The TCP connection failed: ${ending.text}.`
    case 'unanswered':
      return `Sockscope dropped the TCP connection after waiting ${ending.afterMs} ms for the answer.`
    case 'kept-open':
      return `The server kept the TCP connection open; Sockscope dropped it after ${ending.afterMs} ms.`
    case 'failed':
      return 'Sockscope dropped the TCP connection because of the protocol violation.'
    case 'terminated':
      return 'Sockscope dropped the TCP connection at once, as asked.'
  }
}

const sayCode = (frame: CloseFrame | null): string => (frame?.code == null ? 'no code' : String(frame.code))
