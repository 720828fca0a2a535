import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type EngineService } from '#engine/index.ts'
import type { Engine } from '#shared/contract.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ExportProgress } from '#shared/model/export.ts'
import type { ConnectionId, ImportId } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { connect, serve } from '#shared/rpc.ts'
import { specOf } from '#test/support/recorded-connection.ts'
import { createWirePair } from '#test/support/wire-pair.ts'

let folder: string
let service: EngineService
let engine: Engine
let changes: ConnectionSummary[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-history-'))
  await start()
})

afterEach(async () => {
  await service.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  service = await createEngine({ dataFolder: join(folder, 'data'), workspaceFolder: join(folder, 'workspace'), version: '1.2.3' })
  const pair = createWirePair()
  serve(pair.theirs, service)
  engine = connect(pair.ours)
  changes = []
  engine.on('connection.changed', (summary) => changes.push(summary))
}

const latest = (id: ConnectionId) => changes.findLast((change) => change.id === id)
const list = (search = '') => engine.call('history.list', { search, first: 0, count: 100 })

/** Talks with the demo server and ends. @returns the summary at the end, and the handshake report */
async function talk(path = '/echo') {
  const { url } = await engine.call('demo.start', null)
  const { id } = await engine.call('connection.open', { spec: specOf(url + path), origin: null })
  await expect.poll(() => latest(id)?.state).toMatch(/^(open|closed)$/)
  if (latest(id)?.state === 'open') {
    await engine.call('connection.send', { id, message: { kind: 'text', text: 'kept' } })
    await expect.poll(() => latest(id)?.counters.messagesIn).toBe(1)
    await engine.call('connection.close', { id, code: 1000, reason: 'enough' })
  }
  await expect.poll(() => latest(id)?.state).toBe('closed')
  return { ended: latest(id)!, hops: await engine.call('connection.handshake', { id }) }
}

/** Of a summary, what its capture can tell. */
const told = ({ id: _id, origin: _origin, openingSinceUs: _since, openedAtUs, reopened: _reopened, ...rest }: ConnectionSummary) => ({
  ...rest,
  wasOpen: openedAtUs !== null,
})

describe('the history of an engine', () => {
  it('opens a forgotten connection’s capture again, in the next run too: rows, handshake, end and counters as they were', async () => {
    const { ended, hops } = await talk()
    const question = { capture: ended.capture, first: 0, count: 100 }
    const rows = await engine.call('capture.rows', question)
    await engine.call('connection.forget', { id: ended.id })
    await service.close()
    await start()
    expect(await list()).toMatchObject({ found: 1, entries: [{ id: ended.capture, url: ended.url, close: { code: 1000 }, messages: 2 }] })
    const again = await engine.call('capture.open', { capture: ended.capture })
    expect(told(again)).toEqual(told(ended))
    expect(again.reopened).toMatchObject({ name: '', isFile: false })
    expect(await engine.call('connection.handshake', { id: again.id })).toEqual(hops)
    expect(await engine.call('capture.rows', question)).toEqual(rows)
    expect(await engine.call('connection.list', null)).toMatchObject([{ id: again.id }])
    expect((await engine.call('capture.open', { capture: ended.capture })).id).toBe(again.id)
    await engine.call('connection.forget', { id: again.id })
    expect(await engine.call('connection.list', null)).toEqual([])
  })

  it('answers with the connection itself while it is on the list', async () => {
    const { ended } = await talk()
    expect(await engine.call('capture.open', { capture: ended.capture })).toMatchObject({ id: ended.id, reopened: null })
  })

  it('shows why a connection failed, with the report of its handshake', async () => {
    const { ended, hops } = await talk('/reject/403')
    await engine.call('connection.forget', { id: ended.id })
    const again = await engine.call('capture.open', { capture: ended.capture })
    expect(told(again)).toEqual(told(ended))
    expect(await engine.call('connection.handshake', { id: again.id })).toEqual(hops)
  })

  it('says so when what is shown is deleted, and takes it back when it is restored', async () => {
    const { ended } = await talk()
    await engine.call('connection.forget', { id: ended.id })
    const { id, capture } = await engine.call('capture.open', { capture: ended.capture })
    const { ended: listed } = await talk()
    const captures = [capture, listed.capture]
    await engine.call('history.delete', { captures })
    await expect.poll(() => latest(id)?.failure).toMatchObject({ code: 'capture.unknown' })
    await expect.poll(() => latest(listed.id)?.failure).toMatchObject({ code: 'capture.unknown' })
    await expect(engine.call('capture.rows', { capture, first: 0, count: 1 })).rejects.toMatchObject({ code: 'capture.unknown' })
    await engine.call('history.restore', { captures })
    await expect.poll(() => latest(id)?.failure).toBeNull()
    await expect.poll(() => latest(listed.id)?.failure).toBeNull()
    expect(decodeRows(await engine.call('capture.rows', { capture, first: 0, count: 1 }))).toHaveLength(1)
  })

  it('names, pins and tells of it', async () => {
    const { ended } = await talk()
    await engine.call('connection.forget', { id: ended.id })
    const { id, capture } = await engine.call('capture.open', { capture: ended.capture })
    let told = 0
    engine.on('history.changed', () => told++)
    await engine.call('history.rename', { capture, name: 'the gap' })
    await engine.call('history.pin', { capture, isPinned: true })
    expect(await list('gap')).toMatchObject({ found: 1, entries: [{ name: 'the gap', isPinned: true }] })
    await expect.poll(() => latest(id)?.reopened?.name).toBe('the gap')
    await expect.poll(() => told).toBe(2)
  })
})

describe('a .sockscope file', () => {
  async function packed(): Promise<Buffer> {
    const { ended } = await talk()
    const progressed = new Promise<ExportProgress>((resolve) => {
      engine.on('export.progressed', (progress) => progress.state !== 'running' && resolve(progress))
    })
    await engine.call('export.start', { capture: ended.capture, frames: { kind: 'all' }, redaction: null, format: 'sockscope' })
    return readFile(service.exports.file((await progressed).id))
  }

  async function give(bytes: Uint8Array, name: string): Promise<ConnectionSummary> {
    const { id } = await engine.call('import.begin', null)
    for (let first = 0; first < bytes.length; first += 10_000) {
      await engine.call('import.write', { id, bytes: bytes.subarray(first, first + 10_000) })
    }
    return engine.call('capture.openImport', { id, name })
  }

  it('is taken from one engine and given to another, or opened where it stands, read-only', async () => {
    const bytes = await packed()
    const path = join(folder, 'sent.sockscope')
    await writeFile(path, bytes)
    const given = await give(bytes, 'mine.sockscope')
    const opened = await engine.call('capture.openFile', { path })
    expect([given.reopened, opened.reopened]).toMatchObject([
      { name: 'mine.sockscope', isFile: true },
      { name: 'sent.sockscope', isFile: true },
    ])
    for (const { capture } of [given, opened]) {
      expect(decodeRows(await engine.call('capture.rows', { capture, first: 0, count: 10 }))).toMatchObject([
        { preview: 'kept' },
        {},
        {},
        {},
      ])
    }
    for (const { id } of [given, opened]) await engine.call('connection.forget', { id })
    expect(await readFile(path)).toEqual(bytes)
    expect((await list()).found).toBe(1)
  })

  it('that is damaged, cut off or something else is refused with a sentence', async () => {
    const bytes = await packed()
    const refusal = (given: Uint8Array) => expect(give(given, 'x.sockscope')).rejects
    await refusal(bytes.subarray(0, bytes.length - 5_000)).toMatchObject({ code: 'capture.unreadable' })
    await refusal(Buffer.from('GET / HTTP/1.1\r\n'.repeat(100))).toMatchObject({ code: 'capture.unreadable' })
    const newer = Buffer.from(bytes)
    newer.writeUInt32BE(99, 60)
    await refusal(newer).toMatchObject({ code: 'capture.newer' })
    await expect(engine.call('capture.openFile', { path: join(folder, 'none') })).rejects.toMatchObject({ code: 'capture.unreadable' })
    await expect(engine.call('capture.openImport', { id: 'x' as ImportId, name: 'x' })).rejects.toMatchObject({ code: 'input.invalid' })
    expect(await engine.call('connection.list', null)).toHaveLength(1)
  })
})
