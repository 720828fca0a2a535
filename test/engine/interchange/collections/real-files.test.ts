import { describe, expect, it } from 'vitest'
import type { CollectionImport } from '#shared/model/collection-import.ts'
import { hasSamples, sample } from '#test/support/samples.ts'
import { readCollection } from '../../../../engine/interchange/collections/read-collection.ts'

const read = (path: string): CollectionImport => readCollection(sample(path))
const specNamed = (collection: CollectionImport, name: string) => collection.specs.find((spec) => spec.name === name)
/** URLs of all specs with the names and formats of their messages. */
const outline = ({ specs }: CollectionImport) =>
  specs.map(({ folder, name, saved }) => [
    [...folder, name].join('/'),
    saved.spec.url,
    saved.messages.map((message) => `${message.name} (${message.format})`),
  ])

describe.skipIf(!hasSamples)('files of other tools', () => {
  it('Postman, collection 2.1', () => {
    const collection = read('postman/v2.1-composed.json')
    expect(collection).toMatchObject({ format: 'postman-2', name: 'ws in v2.1', remarks: [] })
    expect(specNamed(collection, 'Feed')?.saved).toMatchObject({
      spec: {
        url: 'wss://stream.example.com/v1',
        params: [{ name: 'room', value: '1', enabled: true }],
        headers: [],
        subprotocols: [{ name: 'echo.v1', enabled: true }],
      },
      messages: [{ name: 'Message 1', format: 'json', body: '{"op":"subscribe"}' }],
    })
  })

  it('Postman, collection 3: a folder of files', () => {
    const collection = read('postman/v3-composed')
    expect(collection).toMatchObject({ format: 'postman-3', name: 'WebSocket samples' })
    expect(collection.folders).toMatchObject([{ path: [], variables: [{ name: 'host', value: '127.0.0.1:9400' }] }])
    expect(outline(collection)).toEqual([
      ['Feed', 'ws://{{host}}/feed', ['Binary (hex)', 'Subscribe (json)']],
      ['Sio', 'ws://127.0.0.1:9501/socket.io/?EIO=4&transport=websocket', ['Echo (text)']],
    ])
    const { options, headers } = specNamed(collection, 'Feed')?.saved.spec ?? {}
    expect(headers).toEqual([{ name: 'Authorization', value: 'Bearer {{token}}', enabled: true }])
    expect(options).toMatchObject({ handshakeTimeoutMs: 5000, maxMessageBytes: 5 * 1024 * 1024, reconnect: { attempts: 2, delayMs: 1000 } })
    expect(specNamed(collection, 'Sio')?.saved.messages[0]?.body).toBe('420["echo",{"text":"hi"}]')
  })

  it('Insomnia, export 4', () => {
    const collection = read('insomnia/insomnia-v4-simple-with-ws-payload.yaml')
    expect(collection).toMatchObject({ format: 'insomnia-4', name: 'simple' })
    expect(outline(collection)).toEqual([['example websocket', 'ws://localhost:4010', ['New Payload (text)']]])
    expect(collection.environments.map(({ name }) => name)).toEqual(['Base Environment', 'production', 'staging'])
    expect(collection.remarks.map(({ place }) => place)).toContain('test folder / New Request')
  })

  it('Insomnia, export 5', () => {
    const collection = read('insomnia/insomnia-v5-websockets.yaml')
    expect(collection.specs.map(({ name }) => name)).toEqual(['localhost:4010', 'basic-auth', 'bearer', 'redirect', 'delay'])
    expect(specNamed(collection, 'basic-auth')?.saved.spec.auth).toMatchObject({ kind: 'basic', username: 'user', password: 'password' })
    expect(specNamed(collection, 'bearer')?.saved.spec.auth).toMatchObject({
      kind: 'bearer',
      token: 'insomnia-cool-token-!!!1112113243111',
    })
    expect(specNamed(collection, 'delay')?.saved.spec.headers).toEqual([{ name: 'duration', value: '5', enabled: true }])
  })

  it('Bruno, .bru files', () => {
    const collection = read('bruno/bru-multi-message')
    expect(collection.folders).toMatchObject([{ path: [], variables: [{ name: 'variable', value: 'Variable Value' }] }])
    expect(outline(collection)).toEqual([
      ['ws-multi-msg', 'ws://localhost:8081/ws/echo', ['message 1 (json)', 'message 2 (text)']],
      ['ws-single-msg', 'ws://localhost:8081/ws/echo', ['message 1 (json)']],
    ])
    expect(collection.specs[0]?.saved.messages.map(({ body }) => body)).toEqual(['{\n  "action": "subscribe"\n}', 'hello world'])
  })

  it('Bruno, more .bru files: headers that repeat, queries, long messages', () => {
    const collection = read('bruno/bru-single')
    expect(collection.specs).toHaveLength(9)
    expect(specNamed(collection, 'ws-test-request-with-subproto')?.saved.spec.subprotocols.map(({ name }) => name)).toEqual([
      'soap',
      'mqtt',
    ])
    expect(specNamed(collection, 'ws-test-request-with-query')?.saved.spec.url).toContain('anotherParam={{variable}}')
    for (const { body } of specNamed(collection, 'ws-two-long-msgs')?.saved.messages ?? [])
      expect(JSON.parse(body)).toMatchObject({ count: 60 })
  })

  it('Bruno, OpenCollection', () => {
    expect(outline(read('bruno/opencollection-multi-message'))).toEqual([
      ['ws-multi-msg', 'ws://localhost:8081/ws/echo', ['message 1 (json)', 'message 2 (text)']],
      ['ws-single-msg', 'ws://localhost:8081/ws/echo', ['Message 1 (json)']],
    ])
  })

  it('Yaak, schema 4', () => {
    const collection = read('yaak/schema4-composed.json')
    expect(collection).toMatchObject({
      format: 'yaak',
      name: 'Oracle',
      folders: [{ path: [], variables: [{ name: 'token', value: 't-123' }] }],
    })
    expect(collection.specs[0]).toMatchObject({
      folder: ['Feeds'],
      saved: {
        spec: {
          url: 'wss://127.0.0.1:9431/ws/1',
          params: [{ name: 'depth', value: '10', enabled: true }],
          headers: [{ name: 'X-Off', value: '1', enabled: false }],
          auth: { kind: 'bearer', token: '{{token}}' },
        },
      },
    })
  })

  it('HAR of Chromium 156', () => {
    const collection = read('har/chromium-156-devtools-export-sanitized.har')
    expect(outline(collection)).toEqual([
      [
        '127.0.0.1:9430/ws',
        'ws://127.0.0.1:9430/ws?room=1',
        ['Message 1 (text)', 'Message 2 (json)', 'Message 3 (base64)', 'Message 4 (text)'],
      ],
      ['127.0.0.1:9430/401', 'ws://127.0.0.1:9430/401', []],
      ['127.0.0.1:9103/rsv', 'ws://127.0.0.1:9103/rsv', []],
    ])
    expect(collection.specs[0]?.saved.messages[3]?.body).toBe('grüße 😀')
  })

  it.each(['asyncapi/2.6.0/websocket-gemini.yml', 'asyncapi/3.0.0/websocket-gemini-asyncapi.yml'])('%s', (path) => {
    const collection = read(path)
    const [spec, ...others] = collection.specs
    expect(others).toEqual([])
    expect(spec?.saved.spec.url).toBe('wss://api.gemini.com/v1/marketdata/{{symbol}}')
    expect(spec?.saved.spec.params).toContainEqual({ name: 'heartbeat', value: 'false', enabled: true })
    expect(collection.folders).toMatchObject([{ path: [], variables: [{ name: 'symbol', value: 'btcusd' }] }])
  })

  it('AsyncAPI 3 without servers: what the application receives is what a client sends', () => {
    const collection = read('asyncapi/3.0.0/kraken-websocket-request-reply-multiple-channels-asyncapi.yml')
    const sending = collection.specs.filter(({ saved }) => saved.messages.length > 0).map(({ name }) => name)
    expect(sending).toEqual(['ping', 'subscribe', 'unsubscribe'])
    expect(JSON.parse(specNamed(collection, 'ping')?.saved.messages[0]?.body ?? '')).toMatchObject({ event: 'ping' })
    expect(collection.remarks).toContainEqual(expect.objectContaining({ kind: 'unsure', place: 'servers' }))
  })

  it('AsyncAPI 3 with several servers, one with a scheme in its host', () => {
    const collection = read('asyncapi/with-refs')
    expect(collection.specs.map(({ folder, saved }) => [folder[0], saved.spec.url])).toEqual([
      ['testServer', 'wss://test.example.com/ws/test'],
      ['withHostDuplicatingProtocol', 'wss://test.example.com/test'],
      ['withVariables', 'wss://test.example.com/ws/{{symbol}}/test'],
      ['withPathname', 'wss://test.example.com/ws/test'],
      ['withoutPathName', 'wss://test.example.com/test'],
    ])
  })
})
