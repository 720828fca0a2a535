import { CloseLog } from '#engine/connection/close-log.ts'
import { toCloseRecord, toErrorRecord } from '#engine/connection/records.ts'
import { WireReader, type WireReaderListener } from '#engine/tap/wire-reader.ts'
import { type Direction, VIOLATIONS } from '#shared/model/frame.ts'
import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { ImportedConnection } from '../import-target.ts'

const CONNECTION = 1

/** The frames of one connection, read from its bytes by the same tap that reads a socket. */
export class WebSocketTalk {
  readonly #to: ImportedConnection
  readonly #readers: Record<Direction, WireReader>
  readonly #closing = new CloseLog(false)
  #timeUs = 0
  #seq = 0
  #messages = 0
  #isOver = false

  constructor(to: ImportedConnection, deflate: NegotiatedDeflate | null) {
    this.#to = to
    const numbering = {
      nextSeq: (count = 1) => {
        this.#seq += count
        return this.#seq - count
      },
      nextMessage: (count = 1) => {
        this.#messages += count
        return this.#messages - count
      },
    }
    // The limits a connection has unless it says otherwise.
    const options = { ...DEFAULT_SPEC.options, numbering, now: () => this.#timeUs }
    const inward = deflate && { windowBits: deflate.serverMaxWindowBits, noContextTakeover: deflate.serverNoContextTakeover }
    const outward = deflate && { windowBits: deflate.clientMaxWindowBits, noContextTakeover: deflate.clientNoContextTakeover }
    this.#readers = {
      in: new WireReader({ ...options, direction: 'in', deflate: inward }, this.#listener('in')),
      out: new WireReader({ ...options, direction: 'out', deflate: outward }, this.#listener('out')),
    }
  }

  read(direction: Direction, bytes: Uint8Array, timeUs: number): void {
    this.#timeUs = timeUs
    // The tap keeps views of what it is given.
    this.#readers[direction].read(Uint8Array.from(bytes))
  }

  /** TCP has ended. Told once. */
  end(timeUs: number, ending: 'fin' | 'reset'): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#timeUs = timeUs
    this.#readers.in.end()
    this.#readers.out.end()
    this.#closing.noteEnding({ how: ending })
    this.#to.event(toCloseRecord(CONNECTION, this.#closing.report(timeUs, 0)))
  }

  /** Packets are missing: what follows cannot be read. */
  loseTrack(timeUs: number): void {
    if (this.#isOver) return
    this.#isOver = true
    const message = 'Packets of this connection are missing in the file; what came after them cannot be read.'
    this.#to.event(toErrorRecord(CONNECTION, timeUs, { code: 'import.unreadable', message, hint: 'Capture with a larger buffer.' }))
  }

  #listener(direction: Direction): WireReaderListener {
    return {
      onFrame: (frame) => {
        this.#to.frame(frame)
        if (direction === 'in') this.#closing.noteIn(frame, true, false)
        else this.#closing.noteOut(frame)
      },
      onMessage: (message) => this.#to.message(message),
      onControl: () => undefined,
      onViolation: (id) => {
        if (id === 'truncated') return
        const { rfc, text } = VIOLATIONS[id]
        const who = direction === 'in' ? 'The server' : 'The client'
        const message = `${who} broke RFC ${rfc.replace(' ', ' section ')}: ${text}`
        this.#to.event(toErrorRecord(CONNECTION, this.#timeUs, { code: 'protocol.violation', message, hint: '' }))
      },
    }
  }
}
