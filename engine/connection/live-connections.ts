import { AppError, failureOf } from '#shared/errors.ts'
import type { ConnectionSummary, OutgoingMessage } from '#shared/model/connection.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { CaptureId, ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { Captures } from '../capture/captures.ts'
import { unknownCapture } from '../capture/unknown-capture.ts'
import type { CookieSource } from '../cookies/cookie-jar.ts'
import { requireUsable } from '../handshake/open-handshake.ts'
import type { Follows } from './reconnect-link.ts'
import { TrackedConnection } from './tracked-connection.ts'

export interface LiveConnectionsOptions {
  readonly captures: Captures
  readonly userAgent: string
  readonly cookies?: CookieSource
  readonly onChanged: (summary: ConnectionSummary) => void
  readonly onForgotten: (id: ConnectionId) => void
  /** How long `closeAll` waits for the servers' answers before it drops their connections. */
  readonly farewellMs: number
}

/** What the connections of a row have in common, and which one comes before the next. */
interface Row {
  readonly origin: LibraryPath | null
  readonly readAgain: () => ConnectionSpec
  readonly follows: Follows | null
}

/** Connections of one row of reconnects that stay on the list. */
const MOST_OF_A_ROW = 100

/** All connections of an engine, until they are forgotten: each on its own, none waits for another. */
export class LiveConnections {
  readonly #options: LiveConnectionsOptions
  readonly #connections = new Map<ConnectionId, TrackedConnection>()
  #lastId = 0
  #isClosed = false

  constructor(options: LiveConnectionsOptions) {
    this.#options = options
  }

  /**
   * Begins to connect; what becomes of it comes through `onChanged`.
   * @param readAgain the spec as it is when the policy has it connected anew
   * @throws AppError for a spec that cannot be tried ('url.invalid', 'header.invalid' …)
   */
  open(spec: ConnectionSpec, origin: LibraryPath | null, readAgain: () => ConnectionSpec = () => spec): ConnectionSummary {
    return this.#begin(spec, { origin, readAgain, follows: null })
  }

  #begin(spec: ConnectionSpec, row: Row): ConnectionSummary {
    if (this.#isClosed) throw new AppError('connection.not-open', 'Sockscope is closing; nothing new is connected.')
    requireUsable(spec)
    const { captures, userAgent, cookies = null, onChanged } = this.#options
    const id = this.newId()
    let tracked: TrackedConnection | null = null
    const capture = captures.create({
      connection: id,
      url: spec.url,
      onHeld: (isHeld) => tracked?.hold(isHeld),
      onError: (failure) => tracked?.stopRecording(failure),
    })
    tracked = new TrackedConnection({
      id,
      spec,
      origin: row.origin,
      capture,
      userAgent,
      cookies,
      follows: row.follows,
      onDue: (attempt) => this.#follow(id, attempt, row),
      onChanged,
    })
    this.#connections.set(id, tracked)
    this.#shorten(tracked)
    return tracked.summary
  }

  /** In the order they were opened. */
  list(): ConnectionSummary[] {
    return Array.from(this.#connections.values(), ({ summary }) => summary)
  }

  /** An id that no connection has. */
  newId(): ConnectionId {
    // The one place where these ids are made.
    return ++this.#lastId as ConnectionId
  }

  /** The connection whose capture this is, as long as it is on the list. */
  ofCapture(capture: CaptureId): ConnectionSummary | null {
    return this.list().find((summary) => summary.capture === capture) ?? null
  }

  /** Tells of each ended connection's capture whether it is still there. */
  async refreshCaptures(isThere: (capture: CaptureId) => Promise<boolean>): Promise<void> {
    for (const tracked of this.#connections.values()) {
      if (tracked.state !== 'closed') continue
      tracked.captureGone((await isThere(tracked.capture.id)) ? null : failureOf(unknownCapture(tracked.capture.id)))
    }
  }

  /** @throws AppError 'connection.unknown' */
  handshake(id: ConnectionId): HandshakeReport[] {
    return [...this.#find(id).hops]
  }

  /** @throws AppError 'connection.unknown', 'connection.not-open', 'send.failed' */
  async send(id: ConnectionId, message: OutgoingMessage): Promise<void> {
    const tracked = this.#find(id)
    await tracked.connection.send(message)
    tracked.touch()
  }

  /** @throws AppError 'connection.unknown', 'connection.not-open', 'ping.too-long', 'send.failed' */
  async ping(id: ConnectionId, payload: Uint8Array): Promise<void> {
    const tracked = this.#find(id)
    await tracked.connection.ping(payload)
    tracked.touch()
  }

  /** @throws AppError 'connection.unknown', 'close.invalid-code', 'close.reason-too-long' */
  close(id: ConnectionId, code: number | null, reason: string): void {
    this.#find(id).close(code, reason)
  }

  /** Opens what a countdown waits for at once. @throws AppError 'connection.unknown' */
  reconnectNow(id: ConnectionId): void {
    this.#find(id).reconnect.now()
  }

  /** @throws AppError 'connection.unknown' */
  cancelReconnect(id: ConnectionId): void {
    this.#find(id).reconnect.cancel()
  }

  /**
   * Takes an ended connection off the list. Its capture stays.
   * @throws AppError 'connection.unknown'; 'input.invalid' if it has not ended
   */
  async forget(id: ConnectionId): Promise<void> {
    const tracked = this.#find(id)
    if (tracked.state !== 'closed') {
      throw new AppError('input.invalid', `Connection ${id} is ${tracked.state}, and only an ended one can be forgotten.`, {
        hint: 'Disconnect first.',
      })
    }
    this.#connections.delete(id)
    tracked.mute()
    this.#options.onForgotten(id)
    await tracked.ended
    await tracked.capture.release()
  }

  /** Closes all with 1001 (going away), drops those that take too long, and resolves when all are in their captures. */
  async closeAll(): Promise<void> {
    this.#isClosed = true
    const all = [...this.#connections.values()]
    for (const tracked of all) tracked.close(1001, '')
    const drop = setTimeout(() => {
      for (const { connection } of all) connection.terminate()
    }, this.#options.farewellMs)
    await Promise.all(all.map(({ ended }) => ended))
    clearTimeout(drop)
    for (const tracked of all) tracked.mute()
  }

  #follow(previous: ConnectionId, attempt: number, row: Row): ConnectionId {
    const summary = this.#begin(row.readAgain(), { ...row, follows: { previous, attempt } })
    this.#options.onChanged(summary)
    return summary.id
  }

  /** Of a long row of reconnects the newest stay on the list; what left it is forgotten as if a person had. */
  #shorten(newest: TrackedConnection): void {
    let oldest = newest
    for (let length = 1; ; length++) {
      const id = oldest.reconnect.previous
      const previous = id === null ? undefined : this.#connections.get(id)
      if (id === null || previous === undefined) return
      oldest = previous
      // It has ended, so it can be; nobody waits for it.
      if (length === MOST_OF_A_ROW) return void this.forget(id).catch(() => undefined)
    }
  }

  #find(id: ConnectionId): TrackedConnection {
    const found = this.#connections.get(id)
    if (found) return found
    throw new AppError('connection.unknown', `There is no connection ${id}.`, { hint: 'It may have been forgotten meanwhile.' })
  }
}
