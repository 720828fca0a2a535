import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ask } from './raw-client.ts'
import { WsClient } from './ws-client.ts'

let server: DemoServerHandle
beforeAll(async () => {
  server = await startDemoServer()
})
afterAll(() => server.close())

const talk = (path: string, compressed = false, subprotocols: string[] = []) =>
  new WsClient(server.url + path, { perMessageDeflate: compressed ? { threshold: 0 } : false }, subprotocols).opened()

describe('/echo', () => {
  it('sends text back as text and binary as binary, of any length', async () => {
    const client = await talk('/echo')
    for (const length of [0, 1, 125, 126, 65_535, 65_536, 3_000_000]) {
      client.socket.send('é'.repeat(length / 2))
      client.socket.send(Buffer.alloc(length, 7))
    }
    const messages = await client.received(14)
    expect(messages.map(({ text, data }) => [text === null, data.length])).toEqual(
      [0, 1, 125, 126, 65_535, 65_536, 3_000_000].flatMap((length) => [
        [false, Math.floor(length / 2) * 2],
        [true, length],
      ]),
    )
    client.socket.terminate()
  })

  it('answers a ping with its payload, joins fragments, and closes as it is closed', async () => {
    const client = await talk('/echo')
    const pong = new Promise<string>((resolve) => client.socket.on('pong', (data) => resolve(data.toString())))
    client.socket.send('in ', { fin: false })
    client.socket.ping('are you there')
    client.socket.send('two', { fin: true })
    expect(await pong).toBe('are you there')
    expect((await client.received(1))[0]?.text).toBe('in two')
    client.socket.close(4002, 'enough')
    expect(await client.closed()).toMatchObject({ closeCode: 4002, closeReason: 'enough', errorCode: null })
  })

  it('accepts no extension', async () => {
    expect((await talk('/echo', true)).socket.extensions).toBe('')
  })

  it('stops reading a client that does not read', async () => {
    const client = ask(server.port, '/echo')
    await client.has(() => client.text.includes('\r\n\r\n'))
    client.socket.pause()
    let isFull = false
    for (let sent = 0; sent < 200 && !isFull; sent++) {
      client.send({ opcode: 2, payload: new Uint8Array(1024 * 1024) })
      // Once both sides' buffers are full, what is written waits in this process.
      isFull = client.socket.writableLength > 40 * 1024 * 1024
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(isFull).toBe(true)
    client.socket.destroy()
  })

  it.each([
    ['an unmasked frame', '810161', '03ea'],
    ['a reserved opcode', '8380 00000000', '03ea'],
    ['a reserved bit', 'c180 00000000', '03ea'],
    ['a continuation of nothing', '8080 00000000', '03ea'],
    ['a message inside a message', '0180 00000000 8180 00000000', '03ea'],
    ['a ping of 126 bytes', '89fe007e 00000000', '03ea'],
    ['text that is not UTF-8', '8182 00000000 c328', '03ef'],
    ['a message of 4 GiB', '82ff0000000100000000 00000000', '03f1'],
  ])('refuses %s', async (_, bytes, code) => {
    const client = ask(server.port, '/echo')
    client.socket.write(Buffer.from(bytes.replaceAll(' ', ''), 'hex'))
    await client.has(() => client.body.length > 4 && client.text.includes('\r\n\r\n'))
    expect(client.body.toString('hex')).toMatch(new RegExp(`^88..${code}`))
    client.socket.destroy()
  })
})

describe('/deflate', () => {
  it.each([
    ['/deflate', 'permessage-deflate'],
    ['/deflate/no-takeover', 'permessage-deflate; server_no_context_takeover; client_no_context_takeover'],
    ['/deflate/window/9', 'permessage-deflate; server_max_window_bits=9; client_max_window_bits=9'],
    ['/deflate/fragments', 'permessage-deflate'],
  ])('%s agrees on "%s" and echoes through it', async (path, agreed) => {
    const client = await talk(path, true)
    expect((client.socket as unknown as { _extensions?: object })._extensions).toBeDefined()
    const raw = ask(server.port, path, { headers: { 'Sec-WebSocket-Extensions': 'x-other, permessage-deflate; client_max_window_bits' } })
    await raw.has(() => raw.text.includes('\r\n\r\n'))
    expect(raw.head.split('\r\n')).toContain(`Sec-WebSocket-Extensions: ${agreed}`)
    raw.socket.destroy()
    const texts = ['', 'once', 'once', 'x'.repeat(100_000), 'once more, '.repeat(5_000)]
    for (const text of texts) client.socket.send(text)
    client.socket.send(Buffer.from(texts[4] as string))
    const messages = await client.received(6)
    expect(messages.map(({ data }) => data.toString())).toEqual([...texts, texts[4]])
    expect(messages.map(({ text }) => text === null)).toEqual([false, false, false, false, false, true])
    client.socket.close()
    expect((await client.closed()).closeCode).toBe(1005)
  })

  it('says so when nothing was offered', async () => {
    const client = await talk('/deflate')
    client.socket.send('plain')
    const [first, second] = await client.received(2)
    expect(first?.text).toContain('No permessage-deflate was offered')
    expect(second?.text).toBe('plain')
    client.socket.terminate()
  })
})

describe('/fragments', () => {
  it('sends a text and a binary message in three frames each, a character cut in two, a ping between', async () => {
    const client = ask(server.port, '/fragments')
    await client.has(() => client.text.includes('\r\n\r\n') && client.body.length >= 122)
    const lengths: string[] = []
    for (let at = 0; at + 1 < client.body.length; at += 2 + (client.body[at + 1] ?? 0)) {
      lengths.push(`${client.body[at]?.toString(16)} ${client.body[at + 1]}`)
    }
    expect(lengths).toEqual(['1 33', '89 7', '0 15', '80 3', '2 16', '89 0', '0 16', '80 16'])
    client.socket.destroy()
  })

  it('sends them again for each message', async () => {
    const client = await talk('/fragments')
    client.socket.send('again')
    const messages = await client.received(4)
    expect(messages.map(({ text }) => text)).toEqual([expect.stringContaining('Grüße, 世界 🌍'), null, messages[0]?.text, null])
    expect(client.pings).toEqual(['between', '', 'between', ''])
    client.socket.terminate()
  })
})

describe('the other paths that keep the rules', () => {
  it('/ping sends numbered pings', async () => {
    const client = await talk('/ping?ms=5')
    while (client.pings.length < 3) await new Promise((resolve) => client.socket.once('ping', resolve))
    expect(client.pings.slice(0, 3)).toEqual(['ping 0', 'ping 1', 'ping 2'])
    client.socket.terminate()
  })

  it('/subprotocol chooses the first one offered', async () => {
    const client = await talk('/subprotocol', false, ['graphql-transport-ws', 'mqtt'])
    expect(client.socket.protocol).toBe('graphql-transport-ws')
    expect((await client.received(1))[0]?.text).toBe('We speak graphql-transport-ws.')
    client.socket.terminate()
  })

  it('/headers sends back the request as it was', async () => {
    const client = ask(server.port, '/headers', { headers: { 'x-ODD': 'a  b' } })
    await client.has(() => client.text.split('\r\n\r\n')[1] !== undefined && client.text.includes('x-ODD: a  b'))
    expect(client.text).toContain('GET /headers HTTP/1.1\r\nHost: demo\r\nUpgrade: websocket\r\n')
    client.socket.destroy()
  })

  it('/tick counts', async () => {
    const client = await talk('/tick?ms=2')
    const messages = await client.received(3)
    expect(messages.slice(0, 3).map(({ text }) => JSON.parse(text ?? '').count)).toEqual([0, 1, 2])
    client.socket.terminate()
  })

  it.each([
    ['/json', 6],
    ['/html', 5],
    ['/binary', 5],
  ])('%s sends its samples and then echoes', async (path, count) => {
    const client = await talk(path)
    await client.received(count)
    client.socket.send('and back')
    expect((await client.received(count + 1))[count]?.text).toBe('and back')
    if (path === '/json') for (const { text } of client.messages.slice(0, count)) expect(() => JSON.parse(text ?? '')).not.toThrow()
    if (path === '/binary') expect(client.messages[0]?.data.subarray(1, 4).toString()).toBe('PNG')
    client.socket.close()
    await client.closed()
    expect(client.socket.readyState).toBe(WebSocket.CLOSED)
  })
})

describe('/flood', () => {
  it.each([
    ['as fast as it is read', '/flood?n=20000&size=100&close=1', 20_000],
    ['at a rate', '/flood?n=300&size=100&rate=20000&close=1', 300],
  ])('sends numbered messages of one size, %s', async (_, path, count) => {
    const client = await talk(path)
    await client.closed()
    expect(client.closeCode).toBe(1000)
    expect(client.messages.length).toBe(count)
    expect(client.messages.every(({ text }, number) => text?.length === 100 && text.startsWith(`${number} `))).toBe(true)
  })

  it('sends the whole number where the size has no room for it, and binary when asked', async () => {
    const client = await talk('/flood?n=12&size=1&binary=1&close=1')
    await client.closed()
    expect(client.messages.map(({ data }) => data.toString())).toEqual(Array.from({ length: 12 }, (_, number) => String(number)))
    expect(client.messages.every(({ text }) => text === null)).toBe(true)
  })

  it('waits for a client that does not read, and still hears it close', async () => {
    const client = ask(server.port, '/flood?n=0&size=1000')
    await client.has(() => client.text.length > 1_000_000)
    client.send({ opcode: 8 })
    expect(await client.closed()).toBe('FIN')
    expect(client.body.subarray(-2).toString('hex')).toBe('8800')
  })
})
