import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { recordConnection, specOf, textOf } from '#test/support/recorded-connection.ts'

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url)))
const UNVERIFIED = { tls: { ...DEFAULT_SPEC.tls, verify: false, caFiles: [] } }

let server: DemoServerHandle
beforeAll(async () => {
  server = await startDemoServer({ tls: { key: fixture('self-signed.key'), cert: fixture('self-signed.pem') } })
})
afterAll(() => server.close())

const record = (path: string) => recordConnection(specOf(server.url + path, UNVERIFIED))

describe('a connection over TLS', () => {
  it('talks, and closes cleanly', async () => {
    const { connection, ...told } = record('/echo')
    await told.opened
    const text = 'x'.repeat(300_000)
    await connection.send({ kind: 'text', text })
    await told.until(() => told.messages.length === 2)
    expect(textOf(told.messages[1]!)).toBe(text)
    connection.close(1000, '')
    expect(await told.closed).toMatchObject({ code: 1000, clean: true, initiator: 'local' })
  })

  it('tells the frames that came with the 101', async () => {
    const told = record('/with-101')
    await told.until(() => told.messages.length > 0)
    expect(told.frames[0]!.facts).toMatchObject({ seq: 0, direction: 'in', violation: null })
    told.connection.terminate()
    await told.closed
  })

  it('may be held, and loses nothing', async () => {
    const { connection, ...told } = record('/flood?n=20000&size=100')
    await told.until(() => told.messages.length > 100)
    for (let turn = 0; turn < 20; turn++) {
      connection.hold(true)
      await new Promise((resolve) => setImmediate(resolve))
      connection.hold(false)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await told.until(() => told.messages.filter(({ facts }) => facts.direction === 'in').length >= 20_000)
    expect(told.frames.every(({ facts }, at) => facts.seq === at)).toBe(true)
    connection.close(1000, '')
    await told.closed
  })

  it('tells a close frame that came first, and TCP that ended without one', async () => {
    expect(await record('/close/4001').closed).toMatchObject({ code: 4001, clean: true, initiator: 'remote' })
    const { closed, failures } = record('/no-close')
    expect(await closed).toMatchObject({ code: 1006, clean: false })
    expect(failures).toMatchObject([{ code: 'connection.lost' }])
  })
})
