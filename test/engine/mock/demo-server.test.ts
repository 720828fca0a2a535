import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { AppError } from '#shared/errors.ts'
import { ACCEPT, ask, RawClient, requestText } from './raw-client.ts'
import { selfSigned } from './self-signed.ts'
import { WsClient } from './ws-client.ts'

describe('the demo server', () => {
  let server: DemoServerHandle
  beforeAll(async () => {
    server = await startDemoServer()
  })
  afterAll(() => server.close())

  it('listens on this machine only and tells its address', () => {
    expect(server.url).toBe(`ws://127.0.0.1:${server.port}`)
    expect(server.port).toBeGreaterThan(0)
  })

  it('lists each path once, with a line about it', () => {
    expect(new Set(server.paths.map(({ path }) => path)).size).toBe(server.paths.length)
    for (const { path, about } of server.paths) {
      expect(path).toMatch(/^\/\S+$/)
      expect(about).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('knows each path that it lists', async () => {
    for (const { path } of server.paths.filter((each) => !['/never-101', '/slow-101?ms=2000'].includes(each.path))) {
      const client = ask(server.port, path)
      if (path === '/drop') expect(await client.closed()).toBe('FIN')
      else {
        await client.has(() => client.text.includes('\r\n'))
        expect(client.text, path).not.toContain('There is nothing at this path. Connect')
      }
      client.socket.destroy()
    }
  })

  it('shows the list at / and, with 404, at a path that it does not have', async () => {
    for (const [path, status] of [
      ['/', '200 OK'],
      ['/nowhere', '404 Not Found'],
    ]) {
      const client = ask(server.port, path as string, { headers: { Upgrade: null, Connection: null } })
      await client.closed()
      expect(client.head).toContain(`HTTP/1.1 ${status}`)
      for (const each of server.paths) expect(client.text).toContain(each.path)
    }
  })

  it('computes the accept value of RFC 6455 section 1.3', async () => {
    const client = ask(server.port, '/echo')
    await client.has(() => client.text.includes('\r\n\r\n'))
    expect(client.head).toContain(`Sec-WebSocket-Accept: ${ACCEPT}`)
    client.socket.destroy()
  })

  it.each([
    ['no Upgrade', { Upgrade: null }, 426],
    ['no Connection', { Connection: 'keep-alive' }, 400],
    ['version 8', { 'Sec-WebSocket-Version': '8' }, 426],
    ['a short key', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400],
    ['no key', { 'Sec-WebSocket-Key': null }, 400],
  ])('refuses a request with %s', async (_, headers, status) => {
    const client = ask(server.port, '/echo', { headers })
    await client.closed()
    expect(client.head).toContain(`HTTP/1.1 ${status} `)
  })

  it.each([
    ['not HTTP at all', '\u0000\u0001\r\n\r\n', 400],
    ['a request line cut short', 'GET /echo\r\n\r\n', 400],
    ['a header without a colon', 'GET /echo HTTP/1.1\r\nHost\r\n\r\n', 400],
    ['a head without end', `GET /echo HTTP/1.1\r\nX: ${'x'.repeat(70_000)}`, 400],
    ['another method', 'POST /echo HTTP/1.1\r\nHost: demo\r\n\r\n', 405],
    ['an encoded path that is none', requestText('/%E0%A4%A'), 404],
  ])('answers %s', async (_, bytes, status) => {
    const client = new RawClient(server.port)
    client.socket.write(bytes, 'latin1')
    await client.closed()
    expect(client.head).toContain(`HTTP/1.1 ${status} `)
  })

  it('takes a request that comes byte by byte, in absolute form, with a frame in the same packet as its end', async () => {
    const client = new RawClient(server.port)
    client.socket.setNoDelay(true)
    const bytes = Buffer.concat([Buffer.from(requestText('http://demo/echo?x=1')), Buffer.from('818537fa213d7f9f4d5158', 'hex')])
    for (const byte of bytes.subarray(0, 40)) client.socket.write(Uint8Array.of(byte))
    client.socket.write(bytes.subarray(40))
    await client.has(() => client.body.length === 7)
    expect(client.body.toString('hex')).toBe('810548656c6c6f')
    client.socket.destroy()
  })

  it('says which port is taken', async () => {
    const second = startDemoServer({ port: server.port })
    await expect(second).rejects.toThrow(AppError)
    await expect(second).rejects.toMatchObject({ code: 'demo.failed', message: expect.stringContaining(String(server.port)) })
  })
})

describe('closing the demo server', () => {
  it('ends open conversations, waiting requests and their timers, and frees the port', async () => {
    const server = await startDemoServer()
    const talking = [await new WsClient(`${server.url}/tick?ms=1`).opened(), await new WsClient(`${server.url}/flood?n=0`).opened()]
    const waiting = [ask(server.port, '/never-101'), ask(server.port, '/slow-101?ms=100000'), new RawClient(server.port)]
    await talking[1]?.received(10)
    await server.close()
    for (const client of talking) expect((await client.closed()).closeCode).toBe(1006)
    for (const client of waiting) await client.closed()
    const again = await startDemoServer({ port: server.port })
    expect(again.port).toBe(server.port)
    await again.close()
  })
})

describe('the demo server with TLS', () => {
  it('speaks wss, resets below TLS, and survives a client that does not speak TLS', async () => {
    const server = await startDemoServer({ tls: selfSigned() })
    expect(server.url).toBe(`wss://127.0.0.1:${server.port}`)
    const stranger = ask(server.port, '/echo')
    await stranger.closed()
    const client = await new WsClient(`${server.url}/echo`, { rejectUnauthorized: false }).opened()
    client.socket.send('over TLS')
    expect((await client.received(1))[0]?.text).toBe('over TLS')
    client.socket.close()
    await client.closed()
    const reset = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false })
    reset.write(requestText('/reset'))
    reset.resume()
    const code = await new Promise((resolve) => reset.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)))
    expect(code).toBe('ECONNRESET')
    await server.close()
  })
})
