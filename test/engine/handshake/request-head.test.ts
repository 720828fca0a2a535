import { describe, expect, it } from 'vitest'
import { requireUsable } from '#engine/handshake/open-handshake.ts'
import { writeRequestHead } from '#engine/handshake/request-head.ts'
import { resolveTarget } from '#engine/handshake/target.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { attempt, serve, specOf, switching } from './bench.ts'

const KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
const on = (name: string, value: string, enabled = true) => ({ name, value, enabled })

/** What the server reads, byte for byte, and what the report says. */
async function received(changes: Partial<ConnectionSpec>, path = '/') {
  let seen = ''
  const server = await serve((socket, head) => {
    seen = head
    socket.write(switching(head))
  })
  const { report, error } = await attempt(specOf(`ws://127.0.0.1:${server.port}${path}`, changes))
  return { seen, report, error, port: server.port }
}

const offerOf = (changes: Partial<ConnectionSpec>) => {
  const spec = specOf('ws://h/', changes)
  return writeRequestHead(spec, resolveTarget(spec), '').offer
}

describe('the request of the opening handshake (RFC 6455 section 4.1)', () => {
  it('stands on the wire as the report says: fixed order, then own headers with case and duplicates', async () => {
    const { seen, report, port } = await received(
      {
        headers: [on('X-b', '1'), on('x-A', '2'), on('X-b', ''), on('off', '1', false), on('', ''), on('X-u', 'ü ✓\t')],
        subprotocols: [
          { name: 'chat', enabled: true },
          { name: 'no', enabled: false },
          { name: 'superchat', enabled: true },
        ],
        automaticHeaders: { host: true, userAgent: true, origin: true },
        params: [on('q', 'a b')],
      },
      '/p?x',
    )
    const key = /Sec-WebSocket-Key: (.*)\r/.exec(seen)?.[1] ?? ''
    expect(Buffer.from(key, 'base64')).toHaveLength(16)
    expect(seen).toBe(
      [
        'GET /p?x&q=a%20b HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${key}`,
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Protocol: chat, superchat',
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
        'User-Agent: sockscope/test',
        `Origin: http://127.0.0.1:${port}`,
        'X-b: 1',
        'x-A: 2',
        'X-b: ',
        'X-u: ü ✓\t',
        '',
        '',
      ].join('\r\n'),
    )
    expect(report.request).toMatchObject({ method: 'GET', target: '/p?x&q=a%20b', raw: seen })
    expect(report.request?.headers.slice(-4, -1)).toEqual([
      ['X-b', '1'],
      ['x-A', '2'],
      ['X-b', ''],
    ])
  })

  it('leaves out what is switched off', async () => {
    const { seen } = await received({
      automaticHeaders: { host: false, userAgent: false, origin: false },
      options: { ...DEFAULT_SPEC.options, compression: { ...DEFAULT_SPEC.options.compression, enabled: false } },
    })
    expect(seen.split('\r\n').map((line) => line.split(':')[0])).toEqual([
      'GET / HTTP/1.1',
      'Upgrade',
      'Connection',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Version',
      '',
      '',
    ])
  })

  it('puts the spec’s own in place of an automatic header, and judges the answer by what was sent', async () => {
    const { seen, report, error } = await received({
      headers: [
        on('hOsT', 'other.example'),
        on('X', '1'),
        on('sec-websocket-key', KEY),
        on('USER-AGENT', ''),
        on('upgrade', 'WebSocket'),
        on('connection', 'keep-alive, Upgrade'),
        on('sec-websocket-version', '8'),
        on('sec-websocket-version', '13'),
        on('origin', 'null'),
      ],
      automaticHeaders: { host: true, userAgent: true, origin: true },
    })
    expect(error).toBeNull()
    expect(seen).toBe(
      [
        'GET / HTTP/1.1',
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
        'hOsT: other.example',
        'X: 1',
        `sec-websocket-key: ${KEY}`,
        'USER-AGENT: ',
        'upgrade: WebSocket',
        'connection: keep-alive, Upgrade',
        'sec-websocket-version: 8',
        'sec-websocket-version: 13',
        'origin: null',
        '',
        '',
      ].join('\r\n'),
    )
    // The example of RFC 6455 section 1.3.
    expect(report.accept).toEqual({
      key: KEY,
      guid: '258EAFA5-E914-47DA-95CA-C5AB0DC85B11',
      expected: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      received: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    })
  })

  it('keeps the automatic header where the own one is switched off', async () => {
    const { seen, port } = await received({ headers: [on('Host', 'other.example', false)] })
    expect(seen).toContain(`Host: 127.0.0.1:${port}\r\n`)
    expect(seen).not.toContain('other.example')
  })

  it('sends the URL’s credentials unless the spec has its own', async () => {
    const server = await serve((socket, head) => socket.write(switching(head, `X-Saw: ${/^authorization: .*$/im.exec(head)?.[0]}`)))
    const url = `ws://a:b@127.0.0.1:${server.port}/`
    const first = await attempt(specOf(url))
    expect(first.report.request?.headers).toContainEqual(['Authorization', 'Basic YTpi'])
    expect(first.report.url).not.toContain('a:b')
    const second = await attempt(specOf(url, { headers: [on('authorization', 'Bearer x')] }))
    expect(second.report.request?.headers.filter(([name]) => /^authorization$/i.test(name))).toEqual([['authorization', 'Bearer x']])
  })

  it.each([
    ['server_no_context_takeover', { serverNoContextTakeover: true, clientMaxWindowBits: null }],
    ['client_no_context_takeover', { clientNoContextTakeover: true, clientMaxWindowBits: null }],
    ['server_max_window_bits=8', { serverMaxWindowBits: 8, clientMaxWindowBits: null }],
    ['client_max_window_bits=15', { clientMaxWindowBits: 15 as const }],
  ])('offers %s', (text, change) => {
    const spec = specOf('ws://h/')
    const options = { ...spec.options, compression: { ...spec.options.compression, ...change } }
    const { request } = writeRequestHead({ ...spec, options }, resolveTarget(spec), '')
    expect(request.headers).toContainEqual(['Sec-WebSocket-Extensions', `permessage-deflate; ${text}`])
  })

  it('reads back from overridden headers what was really offered', () => {
    const offer = offerOf({
      subprotocols: [{ name: 'unsent', enabled: true }],
      headers: [on('Sec-WebSocket-Protocol', 'a, b'), on('sec-websocket-protocol', 'c'), on('Sec-WebSocket-Extensions', 'x-one; p="q"')],
    })
    expect(offer.subprotocols).toEqual(['a', 'b', 'c'])
    expect(offer.extensions).toEqual([{ name: 'x-one', parameters: [{ name: 'p', value: 'q' }] }])
  })
})

describe('what cannot be sent', () => {
  it.each([
    ['a header name with a space', 'header.invalid', { headers: [on('X Y', '1')] }],
    ['an empty header name', 'header.invalid', { headers: [on('', '1')] }],
    ['a name with a line break', 'header.invalid', { headers: [on('X\r\nEvil', '1')] }],
    ['a value that would forge a header', 'header.invalid', { headers: [on('X', 'a\r\nEvil: 1')] }],
    ['a value with a bare LF', 'header.invalid', { headers: [on('X', 'a\nb')] }],
    ['a value with a NUL', 'header.invalid', { headers: [on('X', 'a\0b')] }],
    ['half a surrogate pair', 'header.invalid', { headers: [on('X', '\udc00')] }],
    ['a subprotocol with a comma', 'subprotocol.invalid', { subprotocols: [{ name: 'a,b', enabled: true }] }],
    ['an empty subprotocol', 'subprotocol.invalid', { subprotocols: [{ name: '', enabled: true }] }],
    [
      'a subprotocol offered twice',
      'subprotocol.invalid',
      {
        subprotocols: [
          { name: 'a', enabled: true },
          { name: 'a', enabled: true },
        ],
      },
    ],
  ])('%s is %s, before anything is dialled', async (_, code, changes) => {
    const { error, report } = await attempt(specOf('ws://127.0.0.1:1/', changes))
    expect(error?.code).toBe(code)
    expect(report).toMatchObject({ failure: { code, message: error?.message, hint: error?.hint }, peer: null, request: null })
    expect(() => requireUsable(specOf('ws://127.0.0.1:1/', changes))).toThrowError(expect.objectContaining({ code }))
  })

  it('a header that is switched off may hold anything', () => {
    expect(requireUsable(specOf('ws://h/', { headers: [on('X Y', '\n', false)] }))).toEqual({ url: 'ws://h/' })
  })
})
