import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { rehearseHandshake } from '../handshake/rehearsal.ts'
import { Conversation } from './conversation.ts'
import type { ConnectionObserver } from './observer.ts'

/** A server's side of a short talk: text, ping, two fragments, and "Hello" compressed (RFC 7692 section 7.2.3.1). */
const TALK = Buffer.from('810568656c6c6f890001036865' + '6c80026c6f' + 'c107f248cdc9c90700', 'hex')
const CLOSE = Buffer.from('880203e8', 'hex')
/** What a masked close frame with a code begins with; its mask follows, its payload is a chunk of its own. */
const CLOSE_HEADER = Buffer.from('8882', 'hex')
const CLOSE_HEADER_BYTES = 6

/**
 * Walks through a whole connection in memory, telling `observer` of it as if it were real.
 *
 * The first time a function runs it is compiled, and a connection's first frames come just then: read milliseconds
 * late, they would be dated late. After a rehearsal they are dated within a fraction of a millisecond.
 */
export function rehearse(observer: ConnectionObserver): Promise<void> {
  return new Promise((resolve) => {
    const server = new RehearsedServer()
    const { report, negotiated } = rehearseHandshake()
    observer.onHandshake([report])
    // Conversation asks no more of a socket than this one has.
    const socket = server as unknown as Socket
    const conversation = new Conversation({ socket, leftover: TALK, leftoverUs: report.timeUs, report, negotiated }, DEFAULT_SPEC.options, {
      onRun: observer.onRun,
      onFrame: observer.onFrame,
      onMessage: observer.onMessage,
      onClosing: () => observer.onState('closing'),
      onFailure: (failure) => observer.onFailure(failure, report.timeUs),
      onEnd: (closed) => {
        observer.onState('closed')
        observer.onClose(closed)
        resolve()
      },
    })
    conversation.start()
    observer.onState('open')
    conversation.begin()
    server.push(TALK)
    // Nobody is told what of it left.
    void Promise.allSettled([
      conversation.send({ kind: 'text', text: 'hello' }),
      conversation.send({ kind: 'binary', bytes: TALK }),
      conversation.ping(CLOSE),
    ])
    conversation.close(1000, '')
  })
}

/** Answers a close frame; everything else it is sent it takes and forgets. */
class RehearsedServer extends Duplex {
  override _read(): void {
    // What it says is pushed.
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    done()
    // A masked payload may begin with any byte.
    if (chunk.length !== CLOSE_HEADER_BYTES || !chunk.subarray(0, 2).equals(CLOSE_HEADER)) return
    this.push(CLOSE)
    this.push(null)
  }

  setNoDelay(): this {
    return this
  }
}
