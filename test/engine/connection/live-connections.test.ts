import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Captures, createCaptures } from '#engine/capture/captures.ts'
import type { CaptureOptions } from '#engine/capture/live-capture.ts'
import { LiveConnections } from '#engine/connection/live-connections.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { closePayload, concat, frame } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { specOf } from '#test/support/recorded-connection.ts'

const cleanups: (() => unknown)[] = []
let folder: string
let captures: Captures
/** What the captures were made with, to do what a slow or full disk does. */
let captured: CaptureOptions[]
let changes: ConnectionSummary[]
let forgotten: ConnectionId[]
let live: LiveConnections

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-live-'))
  captures = createCaptures({ folder })
})

afterAll(async () => {
  await captures.close()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  changes = []
  forgotten = []
  captured = []
  const watched: Captures = {
    ...captures,
    create: (options) => {
      captured.push(options)
      return captures.create(options)
    },
  }
  live = new LiveConnections({
    captures: watched,
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

const latest = (id: ConnectionId) => changes.findLast((change) => change.id === id)
const states = (id: ConnectionId) => changes.filter((change) => change.id === id).map(({ state }) => state)

const sayGoodbye = async ({ socket, until }: RawPeer) => {
  socket.write(frame({ opcode: 1, payload: 'hello' }))
  await until(8)
  socket.end(frame({ opcode: 8, payload: closePayload(1000) }))
}

describe('live connections', () => {
  it('are told of as they open, talk and end, and captured whole', async () => {
    const { id, capture, ...first } = live.open(specOf(await serve(sayGoodbye)), null)
    expect(first).toMatchObject({ state: 'opening', openedAtUs: null, counters: { framesIn: 0 }, close: null, failure: null })
    await expect.poll(() => latest(id)?.counters.messagesIn).toBe(1)
    expect(latest(id)).toMatchObject({ state: 'open', held: false })
    expect(live.handshake(id)).toMatchObject([{ hop: 0, response: { status: 101 }, failure: null }])
    live.close(id, 1000, 'bye')
    await expect.poll(() => latest(id)?.state).toBe('closed')
    expect(new Set(states(id))).toEqual(new Set(['opening', 'open', 'closing', 'closed']))
    expect(latest(id)).toMatchObject({
      counters: { framesIn: 2, framesOut: 1, messagesIn: 1, messagesOut: 0, bytesIn: 11, bytesOut: 11, violations: 0 },
      close: { code: 1000, clean: true, initiator: 'local' },
    })
    const reader = captures.reader(capture)
    expect(await reader.rows(0, 10)).toMatchObject([
      { seq: 0, direction: 'in', preview: 'hello' },
      { seq: 1, direction: 'out', opcode: 8 },
      { seq: 2, direction: 'in', opcode: 8 },
    ])
    expect(await reader.events()).toMatchObject([{ type: 'handshake' }, { type: 'close', code: 1000, connection: id }])
  })

  it('that fail keep the handshake, the failure and the end in their capture', async () => {
    const { id, capture } = live.open(specOf('ws://127.0.0.1:1/'), null)
    await expect.poll(() => latest(id)?.state).toBe('closed')
    expect(latest(id)).toMatchObject({ failure: { code: 'tcp.refused' }, close: { code: 1006 } })
    expect(states(id)).not.toContain('open')
    expect(await captures.reader(capture).events()).toMatchObject([
      { type: 'handshake' },
      { type: 'error', code: 'tcp.refused' },
      { type: 'close' },
    ])
  })

  it('are told of at most about 30 times a second however many frames come, and the last count is told', async () => {
    const { id } = live.open(specOf(await serve(({ socket }) => void pour(socket, 50))), null)
    await expect.poll(() => latest(id)?.counters.messagesIn, { timeout: 10_000 }).toBe(50_000)
    expect(changes.length).toBeLessThan(5_000)
  })

  it('are held while the disk is slower than the wire, and say so', async () => {
    const url = await serve(async ({ socket, until }) => {
      for (let turn = 1; ; turn++) {
        await until(7 * turn)
        socket.write(frame({ opcode: 1, payload: `${turn}` }))
      }
    })
    const { id } = live.open(specOf(url), null)
    await expect.poll(() => latest(id)?.state).toBe('open')
    captured[0]?.onHeld(true)
    await live.send(id, { kind: 'text', text: '?' })
    await expect.poll(() => latest(id)).toMatchObject({ held: true, counters: { framesOut: 1, framesIn: 0 } })
    captured[0]?.onHeld(false)
    await expect.poll(() => latest(id)).toMatchObject({ held: false, counters: { framesIn: 1 } })
  })

  it('go on when their capture cannot be written any more, and say so', async () => {
    const { id } = live.open(specOf(await serve(sayGoodbye)), null)
    await expect.poll(() => latest(id)?.state).toBe('open')
    captured[0]?.onError({ code: 'capture.disk', message: 'The disk is full.', hint: '' })
    expect(latest(id)).toMatchObject({ state: 'open', failure: { code: 'capture.disk' } })
  })

  it('of one spec run side by side and do not know of each other', async () => {
    const url = await serve(sayGoodbye)
    const [one, two] = [live.open(specOf(url), null), live.open(specOf(url), null)]
    expect(one.capture).not.toBe(two.capture)
    await expect.poll(() => [latest(one.id)?.state, latest(two.id)?.state]).toEqual(['open', 'open'])
    live.close(one.id, 1000, '')
    await expect.poll(() => latest(one.id)?.state).toBe('closed')
    expect(live.list().map(({ id, state }) => [id, state])).toEqual([
      [one.id, 'closed'],
      [two.id, 'open'],
    ])
  })

  it('are forgotten once they have ended; their capture stays', async () => {
    const { id, capture } = live.open(specOf(await serve(sayGoodbye)), null)
    await expect.poll(() => latest(id)?.state).toBe('open')
    await expect(live.forget(id)).rejects.toMatchObject({ code: 'input.invalid' })
    live.close(id, 1000, '')
    await expect.poll(() => latest(id)?.state).toBe('closed')
    await live.forget(id)
    expect(forgotten).toEqual([id])
    expect(live.list()).toEqual([])
    expect(await captures.reader(capture).events()).toMatchObject([{ type: 'handshake' }, { type: 'close', code: 1000 }])
    await expect(live.forget(id)).rejects.toMatchObject({ code: 'connection.unknown' })
  })

  it('close together with 1001, also those that do not answer', async () => {
    const told: Uint8Array[] = []
    const url = await serve(async ({ until }) => void told.push(await until(8)))
    const ids = [live.open(specOf(url), null).id, live.open(specOf(url), null).id]
    await expect.poll(() => ids.map((id) => latest(id)?.state)).toEqual(['open', 'open'])
    await live.closeAll()
    expect(ids.map((id) => latest(id)?.close)).toMatchObject([{ code: 1001 }, { code: 1001 }])
    expect(told).toHaveLength(2)
    expect(() => live.open(specOf(url), null)).toThrow(expect.objectContaining({ code: 'connection.not-open' }))
  })

  it('refuse what cannot be tried, and ids that are none', async () => {
    expect(() => live.open(specOf('not a url'), null)).toThrow(expect.objectContaining({ name: 'AppError' }))
    expect(live.list()).toEqual([])
    const nobody = 99 as ConnectionId
    expect(() => live.handshake(nobody)).toThrow(expect.objectContaining({ code: 'connection.unknown' }))
    expect(() => live.close(nobody, 1000, '')).toThrow(expect.objectContaining({ code: 'connection.unknown' }))
    await expect(live.ping(nobody, new Uint8Array(0))).rejects.toMatchObject({ code: 'connection.unknown' })
  })
})

/** Sends `bursts` times a thousand messages, as fast as they are read. */
function pour(socket: RawPeer['socket'], bursts: number): void {
  const burst = concat(...Array.from({ length: 1000 }, () => frame({ opcode: 1, payload: 'x' })))
  let left = bursts
  const pourMore = () => {
    while (left-- > 0) if (!socket.write(burst)) return
  }
  socket.on('drain', pourMore)
  pourMore()
}
