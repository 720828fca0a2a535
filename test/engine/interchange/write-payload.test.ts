import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type EngineService } from '#engine/index.ts'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import type { Engine } from '#shared/contract.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { connect, serve } from '#shared/rpc.ts'
import { specOf } from '#test/support/recorded-connection.ts'
import { createWirePair } from '#test/support/wire-pair.ts'

let folder: string
let server: DemoServerHandle
let service: EngineService
let engine: Engine

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-payload-'))
  server = await startDemoServer({ port: 0 })
  service = await createEngine({ dataFolder: join(folder, 'data'), workspaceFolder: join(folder, 'workspace'), version: '1.2.3' })
  const pair = createWirePair()
  serve(pair.theirs, service)
  engine = connect(pair.ours)
})

afterEach(async () => {
  await service.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

async function received(path: string): Promise<CaptureId> {
  const { capture } = await engine.call('connection.open', { spec: specOf(`${server.url}${path}`), origin: null })
  await expect
    .poll(async () => decodeRows(await engine.call('capture.rows', { capture, first: 0, count: 1 })).length, { timeout: 20_000 })
    .toBe(1)
  return capture
}

describe('a payload that is saved', () => {
  it('is written as it came, over many slices, and goes once it was delivered', async () => {
    const capture = await received('/large?mb=9.5&as=binary')
    const { id } = await engine.call('export.payload', { capture, seq: 0, of: 'message' })
    const path = service.exports.file(id)
    const bytes = readFileSync(path)
    expect(bytes.length).toBe(9_500_000)
    for (const offset of [0, 16, 4_194_304, 9_499_984]) expect(bytes.readBigUInt64BE(offset)).toBe(BigInt(offset))
    await service.exports.forget(id)
    expect(existsSync(path)).toBe(false)
  })

  it('is refused where there is none', async () => {
    const capture = await received('/json')
    await expect(engine.call('export.payload', { capture, seq: 99, of: 'frame' })).rejects.toMatchObject({ code: 'input.invalid' })
  })
})
