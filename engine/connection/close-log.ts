import type { CloseFrameFacts, CloseReport } from '#shared/model/connection.ts'
import type { CapturedFrame } from '../tap/captured.ts'
import { closeReport, type TcpEnding } from './closing.ts'
import { readCloseFrame } from './read-close-frame.ts'

/** Notes how one connection comes to its end, as it happens: the first of each thing counts. */
export class CloseLog {
  readonly #isSecure: boolean
  #sent: CloseFrameFacts | null = null
  #received: CloseFrameFacts | null = null
  #initiator: CloseReport['initiator'] = 'none'
  #ending: TcpEnding | null = null
  #truncatedSeq: number | null = null

  constructor(isSecure: boolean) {
    this.#isSecure = isSecure
  }

  get received(): CloseFrameFacts | null {
    return this.#received
  }

  /** A close frame crossed, either way. */
  get hasBegun(): boolean {
    return this.#initiator !== 'none'
  }

  /** Null while TCP stands. */
  get ending(): TcpEnding | null {
    return this.#ending
  }

  /** @param isBelieved false where the stream is broken, and a close frame that is broken too may be none */
  noteIn(frame: CapturedFrame, isBelieved: boolean, isTolerant: boolean): void {
    if (frame.facts.violation === 'truncated') this.#truncatedSeq = frame.facts.seq
    if (this.#received !== null || !isBelieved) return
    this.#received = readCloseFrame(frame, isTolerant)
    if (this.#received && !this.hasBegun) this.#initiator = 'remote'
  }

  noteOut(frame: CapturedFrame): void {
    this.#sent ??= readCloseFrame(frame)
    if (this.#sent && !this.hasBegun) this.#initiator = 'local'
  }

  noteEnding(ending: TcpEnding): void {
    this.#ending ??= ending
  }

  report(timeUs: number, unsentBytes: number): CloseReport {
    const facts = {
      sent: this.#sent,
      received: this.#received,
      initiator: this.#initiator,
      ending: this.#ending ?? { how: 'error', text: 'the socket was closed' },
      isSecure: this.#isSecure,
      unsentBytes,
      truncatedSeq: this.#truncatedSeq,
    } as const
    return closeReport(facts, timeUs)
  }
}
