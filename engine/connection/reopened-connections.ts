import { type AppError, failureOf } from '#shared/errors.ts'
import type { ConnectionSummary, Reopened } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { CaptureId, ConnectionId } from '#shared/model/ids.ts'
import type { Captures } from '../capture/captures.ts'
import { unknownCapture } from '../capture/unknown-capture.ts'
import { reopenedHandshake, reopenedSummary } from './reopened-summary.ts'

interface Open {
  summary: ConnectionSummary
  readonly hops: readonly HandshakeReport[]
  readonly onForgotten: () => Promise<void>
}

const NOTHING = (): Promise<void> => Promise.resolve()

export interface ReopenedConnectionsOptions {
  readonly captures: Captures
  /** An id that no connection has. */
  readonly newId: () => ConnectionId
  readonly onChanged: (summary: ConnectionSummary) => void
  readonly onForgotten: (id: ConnectionId) => void
}

/** Captures that a person opened again. To a window each is a connection that has ended; nothing can be sent over it. */
export class ReopenedConnections {
  readonly #options: ReopenedConnectionsOptions
  readonly #connections = new Map<ConnectionId, Open>()

  constructor(options: ReopenedConnectionsOptions) {
    this.#options = options
  }

  /**
   * Opens a capture of the history, or answers with the one that is open already.
   * @throws AppError 'capture.unknown', 'capture.unreadable', 'capture.newer', 'capture.recording'
   */
  async open(capture: CaptureId): Promise<ConnectionSummary> {
    const entry = await this.#options.captures.history.entry(capture)
    if (entry === null) throw unknownCapture(capture)
    return this.#open(capture, { name: entry.name, endedAtUs: entry.endedUs ?? entry.startedUs, isFile: false }, NOTHING)
  }

  /**
   * Opens a `.sockscope` file where it stands. It is checked first, and never written to.
   * @param onForgotten the file is not needed any more
   * @throws AppError 'capture.unreadable', 'capture.newer'
   */
  async openFile(path: string, name: string, onForgotten = NOTHING): Promise<ConnectionSummary> {
    const capture = this.#options.captures.addFile(path)
    try {
      return await this.#open(capture, { name, endedAtUs: 0, isFile: true }, onForgotten)
    } catch (error) {
      await this.#options.captures.release(capture)
      await onForgotten()
      throw error
    }
  }

  list(): ConnectionSummary[] {
    return Array.from(this.#connections.values(), ({ summary }) => summary)
  }

  has(id: ConnectionId): boolean {
    return this.#connections.has(id)
  }

  handshake(id: ConnectionId): HandshakeReport[] {
    return [...(this.#connections.get(id)?.hops ?? [])]
  }

  async forget(id: ConnectionId): Promise<void> {
    const reopened = this.#connections.get(id)
    this.#connections.delete(id)
    this.#options.onForgotten(id)
    if (!reopened) return
    await this.#options.captures.release(reopened.summary.capture)
    await reopened.onForgotten()
  }

  /** The history has changed: names, and whether the captures are still there, are told anew. */
  async refresh(): Promise<void> {
    for (const [id, { summary }] of this.#connections) {
      if (summary.reopened === null || summary.reopened.isFile) continue
      const entry = await this.#options.captures.history.entry(summary.capture)
      const name = entry?.name ?? summary.reopened.name
      const isGone = summary.failure?.code === 'capture.unknown'
      if (name === summary.reopened.name && isGone === (entry === null)) continue
      const failure = entry === null ? failureOf(deleted(summary.capture)) : await this.#failureOf(summary)
      this.#change(id, { ...summary, reopened: { ...summary.reopened, name }, failure })
    }
  }

  async #open(capture: CaptureId, from: Reopened, onForgotten: () => Promise<void>): Promise<ConnectionSummary> {
    const open = this.list().find((summary) => summary.capture === capture)
    if (open) return open
    const reader = this.#options.captures.reader(capture)
    const [events, tally] = [await reader.events(), await reader.tally()]
    const id = this.#options.newId()
    const summary = reopenedSummary({ id, capture, reopened: from, events, tally })
    this.#connections.set(id, { summary, hops: reopenedHandshake(events), onForgotten })
    this.#options.onChanged(summary)
    return summary
  }

  async #failureOf({ capture, id }: ConnectionSummary): Promise<ConnectionSummary['failure']> {
    const reader = this.#options.captures.reader(capture)
    const [events, tally] = [await reader.events(), await reader.tally()]
    return reopenedSummary({ id, capture, reopened: { name: '', endedAtUs: 0, isFile: false }, events, tally }).failure
  }

  #change(id: ConnectionId, summary: ConnectionSummary): void {
    const reopened = this.#connections.get(id)
    if (!reopened) return
    reopened.summary = summary
    this.#options.onChanged(summary)
  }
}

const deleted = (capture: CaptureId): AppError => unknownCapture(capture)
