import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startDemoServer } from '#engine/index.ts'
import { connect } from '#shared/rpc.ts'
import { fromJson, toJson } from '#shared/text/wire-json.ts'
import { printed, run, start } from './terminal.ts'

describe('sockscope serve', () => {
  it('prints an address behind which the engine answers, and ends with SIGTERM', async () => {
    const child = start(['serve'])
    const exit = once(child, 'exit')
    const [, address = ''] = /Sockscope is at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+)\n/.exec(await printed(child, /token=.*\n/)) ?? []
    const { host, origin } = new URL(address)
    const cookie = ((await fetch(address, { redirect: 'manual' })).headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const socket = new WebSocket(`ws://${host}/bridge`, { origin, headers: { cookie } })
    await once(socket, 'open')
    const engine = connect({
      post: (message) => socket.send(toJson(message)),
      onMessage: (listener) => socket.on('message', (data) => listener(fromJson(String(data)))),
      onClose: (listener) => socket.on('close', listener),
    })
    expect((await engine.call('app.info', null)).version).toMatch(/^\d+\.\d+\.\d+$/)
    await expect(engine.call('capture.rows', { capture: 'none' as never, first: 0, count: 1 })).rejects.toMatchObject({
      code: 'capture.unknown',
    })
    const gone = once(socket, 'close')
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect((await gone)[0]).toBe(1001)
  })
})

describe('sockscope demo', () => {
  it('lists its paths, serves them, and ends with SIGINT', async () => {
    const child = start(['demo', '--port', '0'])
    const exit = once(child, 'exit')
    const text = await printed(child, /Ctrl\+C/)
    expect(text).toMatch(/^ {2}\/echo +\S/m)
    const [, url = ''] = /is at (ws:\S+)/.exec(text) ?? []
    expect((await run(['connect', `${url}/echo`, '--send', 'x', '--count', '1'])).status).toBe(0)
    child.kill('SIGINT')
    expect(await exit).toEqual([0, null])
  })

  it('says so when its port is taken', async () => {
    const other = await startDemoServer()
    const { status, stderr } = await run(['demo', '--port', String(other.port)])
    expect([status, stderr.includes('another program uses it')]).toEqual([2, true])
    await other.close()
  })
})
