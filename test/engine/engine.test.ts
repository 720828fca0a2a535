import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type EngineService } from '#engine/index.ts'
import type { Engine } from '#shared/contract.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { connect, serve } from '#shared/rpc.ts'
import { specOf } from '#test/support/recorded-connection.ts'
import { createWirePair } from '#test/support/wire-pair.ts'

let folder: string
let service: EngineService
let engine: Engine
let changes: ConnectionSummary[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-engine-'))
  service = await createEngine({ dataFolder: join(folder, 'data'), workspaceFolder: join(folder, 'workspace'), version: '1.2.3' })
  const pair = createWirePair()
  serve(pair.theirs, service)
  engine = connect(pair.ours)
  changes = []
  engine.on('connection.changed', (summary) => changes.push(summary))
})

afterEach(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

const latest = (id: ConnectionId) => changes.findLast((change) => change.id === id)

async function open(path: string): Promise<ConnectionSummary> {
  const { url } = await engine.call('demo.start', null)
  const summary = await engine.call('connection.open', { spec: specOf(url + path), origin: null })
  await expect.poll(() => latest(summary.id)?.state).toBe('open')
  return summary
}

describe('an engine behind a wire', () => {
  it('opens, sends, shows rows and payloads, closes and forgets', async () => {
    const { id, capture } = await open('/echo')
    expect(await engine.call('connection.handshake', { id })).toMatchObject([{ hop: 0, response: { status: 101 } }])
    expect(await engine.call('connection.send', { id, message: { kind: 'text', text: 'über' } })).toBeNull()
    await engine.call('connection.send', { id, message: { kind: 'binary', bytes: Uint8Array.of(1, 2, 3) } })
    await expect.poll(() => latest(id)?.counters.messagesIn).toBe(2)
    expect(await engine.call('connection.ping', { id, payload: Uint8Array.of(7) })).toBeNull()
    await expect.poll(() => latest(id)?.counters.framesIn).toBe(3)

    const rows = decodeRows(await engine.call('capture.rows', { capture, first: 0, count: 100 }))
    const text = rows.filter(({ kind }) => kind === 'text')
    expect(text).toMatchObject([
      { direction: 'out', preview: 'über', messageLength: 5 },
      { direction: 'in', preview: 'über', messageLength: 5 },
    ])
    const { seq } = rows.find(({ direction, kind }) => direction === 'in' && kind === 'binary')!
    expect(await engine.call('capture.payload', { capture, seq, of: 'message', first: 1, count: 10 })).toEqual({
      bytes: Uint8Array.of(2, 3),
      total: 3,
    })
    expect(await engine.call('capture.frame', { capture, seq })).toMatchObject({ frame: { seq, opcode: 2 }, message: { kind: 'binary' } })

    expect(await engine.call('connection.close', { id, code: 1000, reason: 'done' })).toBeNull()
    await expect.poll(() => latest(id)?.state).toBe('closed')
    expect(latest(id)?.close).toMatchObject({ code: 1000, clean: true, initiator: 'local' })
    expect(await engine.call('connection.list', null)).toMatchObject([{ id, state: 'closed' }])

    const forgotten: ConnectionId[] = []
    engine.on('connection.forgotten', ({ id }) => forgotten.push(id))
    await engine.call('connection.forget', { id })
    expect(forgotten).toEqual([id])
    expect(await engine.call('connection.list', null)).toEqual([])
    expect(decodeRows(await engine.call('capture.rows', { capture, first: seq, count: 1 }))).toMatchObject([{ seq, opcode: 2 }])
  })

  it('keeps specs, and says when the library changes', async () => {
    const heard: null[] = []
    engine.on('library.changed', (nothing) => heard.push(nothing))
    const saved = { spec: { ...DEFAULT_SPEC, url: 'ws://example.test/' }, variables: [], messages: [] }
    const path = await engine.call('library.create', { folder: '' as LibraryPath, name: 'Prices', saved })
    expect(await engine.call('library.read', { path })).toEqual(saved)
    expect(await engine.call('library.tree', null)).toMatchObject([{ kind: 'spec', name: 'Prices', url: 'ws://example.test/' }])
    const { trash } = await engine.call('library.delete', { path })
    expect(await engine.call('library.tree', null)).toEqual([])
    expect(await engine.call('library.restore', { trash })).toBe(path)
    expect(heard.length).toBeGreaterThanOrEqual(3)
  })

  it('keeps settings, and says when they change', async () => {
    const heard: string[] = []
    engine.on('settings.changed', ({ theme }) => heard.push(theme))
    expect(await engine.call('settings.read', null)).toMatchObject({ theme: 'system' })
    expect(await engine.call('settings.write', { theme: 'dark' })).toMatchObject({ theme: 'dark', language: 'system' })
    expect(await engine.call('settings.read', null)).toMatchObject({ theme: 'dark' })
    expect(heard).toEqual(['dark'])
  })

  it('starts the demo server once, and says where it is', async () => {
    expect(await engine.call('app.info', null)).toMatchObject({ version: '1.2.3', demo: null })
    const [one, two] = await Promise.all([engine.call('demo.start', null), engine.call('demo.start', null)])
    expect(one).toEqual(two)
    expect(Object.keys(one).toSorted()).toEqual(['paths', 'url'])
    expect(await engine.call('app.info', null)).toMatchObject({ demo: { url: one.url } })
  })

  it('refuses input that is wrong before any room sees it', async () => {
    await expect(engine.call('capture.rows', { capture: 'x', first: 0, count: 1001 } as never)).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('capture.rows: count: '),
    })
    await expect(engine.call('connection.open', { spec: specOf('mailto:someone'), origin: null })).rejects.toMatchObject({
      code: 'url.scheme',
    })
    await expect(engine.call('connection.close', { id: 1 as ConnectionId, code: 1000, reason: '' })).rejects.toMatchObject({
      code: 'connection.unknown',
    })
  })

  it('tells why a server’s answer was no', async () => {
    const { url } = await engine.call('demo.start', null)
    const { id } = await engine.call('connection.open', { spec: specOf(`${url}/401`), origin: null })
    await expect.poll(() => latest(id)?.state).toBe('closed')
    expect(latest(id)).toMatchObject({ failure: { code: 'handshake.unauthorized' }, close: { code: 1006 } })
    expect(await engine.call('connection.handshake', { id })).toMatchObject([{ response: { status: 401 } }])
  })

  it('closes its connections with 1001 when it closes, and is told so', async () => {
    const { id } = await open('/echo')
    await service.close()
    await expect.poll(() => latest(id)?.close).toMatchObject({ code: 1001, initiator: 'local', clean: true })
    await service.close()
  })
})
