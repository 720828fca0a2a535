import { type Connection, openConnection } from '#engine/connection/connection.ts'
import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { Failure } from '#shared/errors.ts'
import type { CloseReport, ConnectionState } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'

export interface RecordedConnection {
  readonly connection: Connection
  readonly states: ConnectionState[]
  readonly frames: CapturedFrame[]
  readonly messages: CapturedMessage[]
  readonly failures: Failure[]
  readonly hops: () => readonly HandshakeReport[]
  /** Everything told, in order: 'open', 'in:text', 'out:pong', 'failure', 'close' … */
  readonly story: string[]
  /** Resolves when `isTrue` of what was told so far. */
  readonly until: (isTrue: () => boolean) => Promise<void>
  readonly opened: Promise<void>
  readonly closed: Promise<CloseReport>
}

export type SpecChanges = Partial<Omit<ConnectionSpec, 'options' | 'url'>> & { readonly options?: Partial<ConnectionSpec['options']> }

export const NO_COMPRESSION = { ...DEFAULT_SPEC.options.compression, enabled: false }

/** A spec for tests: no compression unless asked for, short waits for the other side. */
export function specOf(url: string, changes: SpecChanges = {}): ConnectionSpec {
  const options = { ...DEFAULT_SPEC.options, compression: NO_COMPRESSION, ...changes.options }
  return { ...DEFAULT_SPEC, ...changes, url, options }
}

const OPCODE_NAMES: Readonly<Record<number, string>> = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' }

/** Opens a connection and keeps everything it tells. */
export function recordConnection(
  spec: ConnectionSpec,
  onMessage?: (message: CapturedMessage, connection: Connection) => void,
): RecordedConnection {
  const states: ConnectionState[] = []
  const frames: CapturedFrame[] = []
  const messages: CapturedMessage[] = []
  const failures: Failure[] = []
  const story: string[] = []
  let hops: readonly HandshakeReport[] = []
  let waiting: { isTrue: () => boolean; resolve: () => void }[] = []
  const closed = Promise.withResolvers<CloseReport>()
  const tell = (what: string) => {
    story.push(what)
    const [ready, rest] = [waiting.filter(({ isTrue }) => isTrue()), waiting.filter(({ isTrue }) => !isTrue())]
    waiting = rest
    for (const { resolve } of ready) resolve()
  }
  const until = (isTrue: () => boolean) =>
    new Promise<void>((resolve) => {
      if (isTrue()) resolve()
      else waiting.push({ isTrue, resolve })
    })
  const observer = {
    onState: (state: ConnectionState) => {
      states.push(state)
      tell(state)
    },
    onHandshake: (all: readonly HandshakeReport[]) => {
      hops = all
    },
    onFrame: (frame: CapturedFrame) => {
      frames.push(frame)
      tell(`${frame.facts.direction}:${OPCODE_NAMES[frame.facts.opcode] ?? frame.facts.opcode}`)
    },
    onMessage: (message: CapturedMessage) => {
      messages.push(message)
      tell(`${message.facts.direction}:message`)
      onMessage?.(message, connection)
    },
    onFailure: (failure: Failure) => {
      failures.push(failure)
      tell('failure')
    },
    onClose: (report: CloseReport) => {
      tell('close')
      closed.resolve(report)
    },
  }
  const connection = openConnection(spec, observer, { userAgent: 'sockscope/test' })
  const opened = until(() => states.length > 0)
  return { connection, states, frames, messages, failures, hops: () => hops, story, until, opened, closed: closed.promise }
}

export const textOf = ({ data }: CapturedMessage): string => Buffer.from(data).toString('utf8')
