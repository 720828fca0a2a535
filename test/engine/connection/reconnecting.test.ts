import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Captures, createCaptures } from '#engine/capture/captures.ts'
import { LiveConnections } from '#engine/connection/live-connections.ts'
import { AppError } from '#shared/errors.ts'
import type { ConnectionSummary, ReconnectState } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { type ConnectionSpec, DEFAULT_SPEC, type ReconnectPolicy } from '#shared/model/spec.ts'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { specOf } from '#test/support/recorded-connection.ts'

let folder: string
let captures: Captures
let live: LiveConnections
let changes: ConnectionSummary[]
let forgotten: ConnectionId[]
const cleanups: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-reconnecting-'))
  captures = createCaptures({ folder })
})

afterAll(async () => {
  await captures.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  changes = []
  forgotten = []
  live = new LiveConnections({
    captures,
    userAgent: 'sockscope/test',
    onChanged: (summary) => changes.push(summary),
    onForgotten: (id) => forgotten.push(id),
    farewellMs: 100,
  })
})

afterEach(async () => {
  await live.closeAll()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(behave: (peer: RawPeer) => void | Promise<void>): Promise<string> {
  const server = await startRawServer(behave)
  cleanups.push(server.close)
  return server.url
}

/** Tries at once unless told otherwise; nothing counts as lasting. */
function reconnecting(url: string, policy: Partial<ReconnectPolicy> = {}): ConnectionSpec {
  const reconnect = { ...DEFAULT_SPEC.options.reconnect, attempts: 3, delayMs: 0, ...policy }
  return specOf(url, { options: { reconnect } })
}

const AN_HOUR_MS = 3_600_000
const now = (id: ConnectionId) => live.list().find((summary) => summary.id === id)
const row = () => live.list().map(({ state, reconnect }) => ({ state, ...reconnect }))
const untilState = (id: ConnectionId, state: ReconnectState) => expect.poll(() => now(id)?.reconnect?.state, { timeout: 5_000 }).toBe(state)
const untilRow = (length: number, last: ReconnectState) =>
  expect.poll(() => [live.list().length, live.list().at(-1)?.reconnect?.state], { timeout: 5_000 }).toEqual([length, last])

const drop = ({ socket }: RawPeer): void => void socket.destroy()
const stay = (): void => undefined
const refuse =
  (code: number) =>
  ({ socket }: RawPeer): void =>
    void socket.end(frame({ opcode: 8, payload: closePayload(code) }))

/** The first connections behave one after the other, all others as the last. */
function inTurn(...behaviours: ((peer: RawPeer) => void)[]) {
  let turn = 0
  return (peer: RawPeer): void => behaviours[Math.min(turn++, behaviours.length - 1)]?.(peer)
}

describe('a connection that ended by itself', () => {
  it('stays ended where the spec has no policy', async () => {
    const { id } = live.open(specOf(await serve(drop)), null)
    await expect.poll(() => now(id)?.state).toBe('closed')
    expect(now(id)?.reconnect).toBeNull()
    live.reconnectNow(id)
    expect(live.list()).toHaveLength(1)
  })

  it('is followed by another of its own, linked to it, with its own handshake and capture', async () => {
    const { id, capture, reconnect } = live.open(reconnecting(await serve(inTurn(drop, stay))), null)
    expect(reconnect).toMatchObject({ state: 'watching', previous: null, next: null, attempt: 0, of: 3, nextAtUs: null })
    await expect.poll(() => live.list().at(-1)?.state).toBe('open')
    const [first, second] = live.list()
    expect(first).toMatchObject({ state: 'closed', reconnect: { state: 'followed', next: second?.id, attempt: 1, nextAtUs: null } })
    expect(second).toMatchObject({ reconnect: { state: 'watching', previous: id, next: null, attempt: 1, of: 3 } })
    expect(second?.capture).not.toBe(capture)
    expect(live.handshake(second!.id)).toMatchObject([{ hop: 0, response: { status: 101 } }])
    expect(changes.some((change) => change.id === second?.id && change.reconnect?.previous === id)).toBe(true)
  })

  it('is tried again as often as the policy says, in a row, then no more', async () => {
    live.open(reconnecting(await serve(drop), { attempts: 2 }), null)
    await untilRow(3, 'exhausted')
    expect(row()).toMatchObject([
      { state: 'followed', attempt: 1 },
      { state: 'followed', attempt: 2 },
      { state: 'exhausted', attempt: 2, next: null },
    ])
  })

  it('is tried again also where no handshake succeeded', async () => {
    live.open(reconnecting('ws://127.0.0.1:1/', { attempts: 1 }), null)
    await untilRow(2, 'exhausted')
    expect(live.list()).toMatchObject([{ failure: { code: 'tcp.refused' } }, { failure: { code: 'tcp.refused' } }])
  })

  it('counts anew behind one that lasted: here any that opened at all', async () => {
    live.open(reconnecting(await serve(inTurn(drop, drop, drop, drop, drop, stay)), { attempts: 1, maxDelayMs: 0 }), null)
    await expect.poll(() => [live.list().length, live.list().at(-1)?.state]).toEqual([6, 'open'])
    expect(live.list().slice(1)).toMatchObject(Array.from({ length: 5 }, () => ({ reconnect: { attempt: 1 } })))
  })

  it('is left alone behind a code to stop at', async () => {
    const { id } = live.open(reconnecting(await serve(refuse(1008))), null)
    await untilState(id, 'stop-code')
    expect(live.list()).toHaveLength(1)
  })

  it('keeps a hundred of a row: the oldest go', async () => {
    live.open(reconnecting(await serve(drop), { attempts: 105 }), null)
    await expect.poll(() => live.list().at(-1)?.reconnect?.state, { timeout: 15_000 }).toBe('exhausted')
    expect(live.list()).toHaveLength(100)
    expect(forgotten).toEqual([1, 2, 3, 4, 5, 6])
  }, 20_000)
})

describe('the countdown to the next attempt', () => {
  const waiting = { delayMs: AN_HOUR_MS, maxDelayMs: AN_HOUR_MS }

  it('is told with the end itself, with the moment it is over', async () => {
    const { id } = live.open(reconnecting(await serve(drop), waiting), null)
    await untilState(id, 'waiting')
    const { close, reconnect } = changes.find((change) => change.id === id && change.state === 'closed')!
    expect(reconnect).toMatchObject({ state: 'waiting', attempt: 1, of: 3 })
    expect(reconnect?.waitMs).toBeGreaterThanOrEqual(AN_HOUR_MS / 2)
    expect(reconnect!.nextAtUs! - close!.timeUs).toBeGreaterThanOrEqual(reconnect!.waitMs! * 1000)
  })

  it('is cut short', async () => {
    const { id } = live.open(reconnecting(await serve(inTurn(drop, stay)), waiting), null)
    await untilState(id, 'waiting')
    live.reconnectNow(id)
    expect(now(id)?.reconnect).toMatchObject({ state: 'followed', nextAtUs: null })
    await expect.poll(() => live.list().at(-1)?.state).toBe('open')
    live.reconnectNow(id)
    live.cancelReconnect(id)
    expect(live.list()).toHaveLength(2)
  })

  it.each([
    ['by being cancelled', (id: ConnectionId) => live.cancelReconnect(id)],
    ['by disconnecting', (id: ConnectionId) => live.close(id, 1000, '')],
  ])('is given up %s', async (_, giveUp) => {
    const { id } = live.open(reconnecting(await serve(drop), waiting), null)
    await untilState(id, 'waiting')
    giveUp(id)
    expect(now(id)?.reconnect).toMatchObject({ state: 'cancelled', nextAtUs: null })
    await expect.poll(() => changes.at(-1)?.reconnect?.state).toBe('cancelled')
    live.reconnectNow(id)
    expect(live.list()).toHaveLength(1)
  })

  it('is not begun behind an end that a person asked for, whatever the server makes of it', async () => {
    const { id } = live.open(reconnecting(await serve(({ socket, until }) => void until(8).then(() => socket.destroy()))), null)
    await expect.poll(() => now(id)?.state).toBe('open')
    live.close(id, 1001, '')
    await untilState(id, 'asked')
    expect(live.list()).toHaveLength(1)
  })

  it('ends with a connection that is forgotten', async () => {
    const { id } = live.open(reconnecting(await serve(drop), waiting), null)
    await untilState(id, 'waiting')
    await live.forget(id)
    expect(() => live.reconnectNow(id)).toThrow(AppError)
    expect(live.list()).toEqual([])
  })
})

describe('an attempt', () => {
  it('takes the spec as it is by then', async () => {
    const [old, other] = [await serve(drop), await serve(stay)]
    let spec = reconnecting(old)
    live.open(spec, null, () => spec)
    spec = reconnecting(`${other}new`)
    await expect.poll(() => live.list().at(-1)?.state).toBe('open')
    expect(live.list().at(-1)?.url).toBe(`${other}new`)
  })

  it('that cannot be tried any more says why', async () => {
    const { id } = live.open(reconnecting(await serve(drop)), null, () => specOf('no url'))
    await untilState(id, 'failed')
    expect(now(id)?.reconnect).toMatchObject({ next: null, problem: { code: 'url.scheme' } })
  })
})
