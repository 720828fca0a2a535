import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ask } from './raw-client.ts'
import { WsClient } from './ws-client.ts'

let server: DemoServerHandle
beforeAll(async () => {
  server = await startDemoServer()
})
afterAll(() => server.close())

describe('paths about the end of a connection', () => {
  it.each([
    ['/close/4001?reason=Session%20ended', '880f 0fa1 53657373696f6e20656e646564'],
    ['/close/1000', '8802 03e8'],
    ['/close/1005', '8802 03ed'],
    ['/close-empty', '8800'],
    ['/bad-close-code', '880d 03ee 6e6f7420616c6c6f776564'],
    ['/close-one-byte', '8801 03'],
    ['/close-bad-reason', '8804 03e8 c328'],
    ['/after-close', '8809 03e8 616e6420796574 8120 7468697320636f6d65732061667465722074686520636c6f7365206672616d65'],
  ])('%s sends its close frame and ends TCP once it is answered', async (path, frames) => {
    const client = ask(server.port, path)
    const expected = frames.replaceAll(' ', '')
    await client.has(() => client.text.includes('\r\n\r\n') && client.body.length >= expected.length / 2)
    expect(client.body.toString('hex')).toBe(expected)
    expect(client.ended).toBeNull()
    client.send({ opcode: 8 })
    expect(await client.closed()).toBe('FIN')
  })

  it.each([
    ['/no-close', 'FIN', '8124'],
    ['/reset', 'ECONNRESET', '8111'],
    ['/unfinished', 'FIN', '810e68616c66206f66'],
  ])('%s ends without a close frame: %s', async (path, ended, frames) => {
    const client = ask(server.port, path)
    expect(await client.closed()).toBe(ended)
    expect(client.body.toString('hex')).toMatch(new RegExp(`^${frames}`))
    expect(client.body.toString('hex')).not.toContain('88')
  })

  it('/no-answer-to-close stays silent after a close frame, and ends when the client ends TCP', async () => {
    const client = ask(server.port, '/no-answer-to-close')
    client.send({ opcode: 1, payload: 'hello' })
    client.send({ opcode: 8 })
    client.send({ opcode: 9, payload: 'still there' })
    await client.has(() => client.text.includes('still there'))
    expect(client.body.toString('hex')).toBe('810568656c6c6f8a0b7374696c6c207468657265')
    client.socket.end()
    expect(await client.closed()).toBe('FIN')
  })

  it('/slow-close answers later', async () => {
    const client = await new WsClient(`${server.url}/slow-close?ms=10`).opened()
    client.socket.close(1000, 'bye')
    expect(await client.closed()).toMatchObject({ closeCode: 1000, closeReason: 'bye', errorCode: null })
  })
})
