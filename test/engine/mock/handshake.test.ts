import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ACCEPT, ask, type RawClient } from './raw-client.ts'
import { WsClient } from './ws-client.ts'

let server: DemoServerHandle
beforeAll(async () => {
  server = await startDemoServer()
})
afterAll(() => server.close())

/** Asks and waits for the whole head of the answer. */
async function headOf(path: string): Promise<RawClient> {
  const client = ask(server.port, path)
  await client.has(() => client.text.includes('\r\n\r\n'))
  client.socket.destroy()
  return client
}

describe('paths with an unusual handshake that is right', () => {
  it('/with-101 sends two frames and half a third with its 101, in one packet', async () => {
    const client = ask(server.port, '/with-101')
    await client.has(() => client.text.includes('\r\n\r\n'))
    expect(client.body.length).toBeGreaterThanOrEqual(26 + 7 + 10)
    await client.has(() => client.body.length === 26 + 7 + 29)
    client.socket.destroy()
  })

  it.each([
    ['/with-101', ['in the packet of the 101', 'and this one was cut in two']],
    ['/slow-bytes', ['one byte at a time']],
    ['/slow-101?ms=5', []],
    ['/many-headers', []],
  ])('%s talks to ws, and echoes', async (path, texts) => {
    const client = new WsClient(server.url + path)
    // Sent before the cut frame is whole: the echo must not stand in the middle of it.
    client.socket.on('open', () => client.socket.send('hello'))
    await client.opened()
    const messages = await client.received(texts.length + 1)
    expect(messages.map(({ text }) => text)).toEqual([...texts, 'hello'])
    client.socket.terminate()
  })

  it('/early-hints sends a 103 before its 101', async () => {
    const client = ask(server.port, '/early-hints')
    await client.has(() => client.text.includes(ACCEPT) && client.text.endsWith('\r\n\r\n'))
    expect(client.text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: .*\r\n\r\nHTTP\/1\.1 101 Switching Protocols\r\n/)
    client.socket.destroy()
  })

  it('/many-headers answers with 200 beside the three', async () => {
    const { head } = await headOf('/many-headers')
    expect(head.split('\r\n').length).toBe(1 + 3 + 200)
    expect(head).toContain('SET-COOKIE: session=1; Path=/; HttpOnly\r\nX-Empty: \r\nx-LATIN: caf\u00e9\r\n')
  })
})

describe('paths whose handshake breaks RFC 6455', () => {
  it.each([
    ['/bad-accept', 'Invalid Sec-WebSocket-Accept header'],
    ['/no-accept', 'Invalid Sec-WebSocket-Accept header'],
    ['/no-upgrade-header', 'Unexpected server response: 101'],
    ['/unasked-subprotocol', 'Server sent a subprotocol but none was requested'],
    ['/unasked-extension', 'Server sent a Sec-WebSocket-Extensions header but no extension was requested'],
  ])('%s is refused by ws: %s', async (path, error) => {
    const client = await new WsClient(server.url + path).closed()
    expect(client.errorCode).toBe(error)
  })

  it('/bad-extension-parameters is refused by a client that offered permessage-deflate', async () => {
    const client = await new WsClient(`${server.url}/bad-extension-parameters`, { perMessageDeflate: true }).closed()
    expect(client.errorCode).toBe('Invalid Sec-WebSocket-Extensions header')
  })

  it('/no-connection-header leaves the header out', async () => {
    expect((await headOf('/no-connection-header')).head.toLowerCase()).not.toContain('connection:')
  })

  it('/drop, /garbage and /endless-header answer with nothing, with no HTTP, and without end', async () => {
    const [drop, garbage, endless] = [ask(server.port, '/drop'), ask(server.port, '/garbage'), ask(server.port, '/endless-header')]
    expect([await drop.closed(), drop.text]).toEqual(['FIN', ''])
    expect([await garbage.closed(), garbage.text.slice(0, 8)]).toEqual(['FIN', 'SSH-2.0-'])
    await endless.has(() => endless.text.length > 100_000)
    expect(endless.text).not.toContain('\r\n\r\n')
    endless.socket.destroy()
  })

  it('/never-101 says nothing and notices that the client ends', async () => {
    const client = ask(server.port, '/never-101')
    client.socket.end()
    expect([await client.closed(), client.text]).toEqual(['FIN', ''])
  })
})

describe('paths that refuse', () => {
  it.each([
    ['/401', 401, 'WWW-Authenticate: Basic realm="demo"'],
    ['/403', 403, 'text/plain; charset=utf-8'],
    ['/404', 404, ''],
    ['/426', 426, 'Sec-WebSocket-Version: 13, 8'],
    ['/429', 429, 'Retry-After: 30'],
    ['/500', 500, 'X-Request-Id: '],
    ['/503', 503, 'text/html; charset=utf-8'],
    ['/status/299', 299, 'Content-Type: text/plain'],
    ['/redirect/2?status=307', 307, 'Location: /redirect/1?status=307'],
    ['/redirect/1', 302, 'Location: /echo'],
    ['/redirect-loop', 302, 'Location: /redirect-loop'],
  ])('%s answers %i with %s, a body, and the end', async (path, status, header) => {
    const client = ask(server.port, path)
    expect(await client.closed()).toBe('FIN')
    expect(client.head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(client.head).toContain(header)
    expect(client.body.length).toBeGreaterThan(10)
    expect(client.head).toContain(`Content-Length: ${client.body.length}`)
  })

  it('writes bodies in ISO-8859-1, in gzip, in chunks, up to the end of TCP, and of a size', async () => {
    const body = async (path: string) => {
      const client = ask(server.port, path)
      await client.closed()
      const start = client.text.indexOf('\r\n\r\n') + 4
      return Buffer.from(client.text.slice(start), 'latin1')
    }
    expect((await body('/status/403?charset=latin1')).toString('latin1')).toBe('Accès refusé: ce café est réservé aux élèves.\n')
    expect(gunzipSync(await body('/status/503?encoding=gzip')).toString()).toContain('Back in two minutes')
    expect((await body('/status/500?transfer=chunked')).toString()).toMatch(/^28\r\nThe server broke[\s\S]*\r\n0\r\n\r\n$/)
    expect((await body('/status/500?transfer=close')).toString()).toMatch(/X-Request-Id\.\n$/)
    expect((await body('/status/500?size=2000000')).length).toBe(2_000_000)
  })
})
