import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { CollectionImport } from '#shared/model/collection-import.ts'
import { hasSamples, sample } from '#test/support/samples.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { readCollection } from '../../../../engine/interchange/collections/read-collection.ts'

const read = (text: string, path = 'file'): CollectionImport => readCollection([{ path, text }])
const only = (text: string, path?: string) => read(text, path).specs[0]?.saved

describe('a line of another tool', () => {
  it.each([
    ['a URL', 'wss://example.com/chat?a={{b}}', { url: 'wss://example.com/chat?a=\\{{b}}' }],
    [
      'curl, as a browser copies it',
      "curl 'wss://example.com/ws' \\\n  -H 'Upgrade: websocket' \\\n  -H 'Origin: https://example.com' -H $'X-It\\u0021: it\\'s' --compressed",
      {
        url: 'wss://example.com/ws',
        headers: [
          { name: 'Origin', value: 'https://example.com', enabled: true },
          { name: 'X-It!', value: "it's", enabled: true },
        ],
      },
    ],
    [
      'curl with credentials',
      'curl -k -u "me:p w" --url https://example.com',
      { url: 'wss://example.com', auth: { kind: 'basic', username: 'me', password: 'p w' }, tls: { verify: false } },
    ],
    [
      'curl with a proxy',
      'curl -x socks5://127.0.0.1:1 --cacert ca.pem wss://a/',
      { proxy: { mode: 'manual', url: 'socks5://127.0.0.1:1' }, tls: { caFiles: ['ca.pem'] } },
    ],
    [
      'wscat',
      'wscat -c ws://127.0.0.1:9000/x -s a -s b -H "X-A: 1" --auth u:p',
      {
        url: 'ws://127.0.0.1:9000/x',
        subprotocols: [
          { name: 'a', enabled: true },
          { name: 'b', enabled: true },
        ],
      },
    ],
    ['wscat through npx', '$ npx wscat --connect=wss://a', { url: 'wss://a' }],
    [
      'websocat',
      'websocat -k --protocol=chat --basic-auth u:p wss://a/b | jq .',
      { url: 'wss://a/b', subprotocols: [{ name: 'chat', enabled: true }], tls: { verify: false } },
    ],
  ])('%s', (_, line, spec) => expect(only(line)?.spec).toMatchObject(spec))

  it('keeps what is to be sent, and says which options it passed over', () => {
    const collection = read(`wscat -c ws://a -x '{"op":1}' -w 3 --slash`)
    expect(collection.specs[0]?.saved.messages).toEqual([{ name: 'Message 1', format: 'json', body: '{"op":1}' }])
    expect(collection.remarks.map(({ place }) => place)).toEqual(['-w', '--slash'])
  })
})

describe('our words for theirs', () => {
  it('Postman: functions, path variables, secrets, inherited credentials, scripts', () => {
    const collection = read(
      JSON.stringify({
        info: { name: 'c' },
        auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{t}}' }] },
        variable: [{ key: 't', value: 's', type: 'secret' }],
        item: [
          {
            name: 'f',
            item: [
              {
                name: 'r',
                event: [{}],
                request: { url: { raw: 'ws://a/:id/{{$guid}}/{{$randomCity}}', variable: [{ key: 'id', value: '7' }] } },
              },
            ],
          },
          { name: 'http', request: { url: 'https://a' } },
        ],
      }),
    )
    expect(collection.specs[0]?.saved.spec.url).toBe('ws://a/7/{{$uuid}}/\\{{$randomCity}}')
    expect(collection.folders).toMatchObject([
      { path: [], auth: { kind: 'bearer', token: '{{t}}' }, variables: [{ name: 't', kind: 'secret', value: '' }] },
    ])
    expect(collection.remarks.map(({ kind, place }) => [kind, place])).toEqual([
      ['changed', 'f / r / URL'],
      ['unsure', 'f / r / URL'],
      ['left-out', 'f / r'],
      ['left-out', 'http'],
    ])
  })

  it('a Postman environment', () => {
    const { environments } = read(
      '{"name":"prod","values":[{"key":"a","value":"1","enabled":true},{"key":"b","value":"2","enabled":false}]}',
    )
    expect(environments).toMatchObject([
      {
        name: 'prod',
        variables: [
          { name: 'a', enabled: true },
          { name: 'b', enabled: false },
        ],
      },
    ])
  })

  it('Insomnia: names with an underscore and a dot, tags that run code', () => {
    const text = JSON.stringify({
      _type: 'export',
      resources: [{ _id: 'a', _type: 'websocket_request', name: 'r', url: "ws://{{ _.host.name }}/{% uuid 'v4' %}" }],
    })
    expect(only(text)?.spec.url).toBe("ws://{{host.name}}/{% uuid 'v4' %}")
    expect(read(text).remarks).toMatchObject([{ kind: 'unsure', place: 'r / URL' }])
  })

  it('AsyncAPI: references between files, and none beyond them', () => {
    const files = [
      {
        path: 'a/api.yaml',
        text: 'asyncapi: 3.0.0\ninfo: {title: x}\nservers: {s: {host: h, protocol: ws}}\nchannels: {c: {$ref: "../b/c.yaml#/channels/c"}, d: {$ref: "https://example.com/d"}, e: {$ref: "../../etc/passwd"}}\n',
      },
      {
        path: 'b/c.yaml',
        text: 'channels:\n  c:\n    address: /c\n    messages: {m: {payload: {$ref: "#/loop"}}}\nloop: {$ref: "#/loop"}\n',
      },
    ]
    const collection = readCollection(files)
    expect(collection.specs.map(({ saved }) => saved.spec.url)).toEqual(['ws://h/c', 'ws://h', 'ws://h'])
    expect(collection.remarks.filter(({ kind }) => kind === 'left-out').map(({ text }) => text)).toEqual([
      expect.stringContaining('circle'),
      expect.stringContaining('fetches nothing unasked'),
      expect.stringContaining('no such place'),
    ])
  })
})

describe('a foreign file from anyone', () => {
  it.each([
    ['nothing', ''],
    ['no format', '{"a":1}'],
    ['broken JSON', '{"info":'],
    [
      'a YAML bomb',
      `${'a: &a [x,x,x,x,x,x,x,x,x,x]\n'}${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(10)}]`).join('\n')}\n`,
    ],
    ['JSON nested without end', `{"log":{"entries":${'['.repeat(200_000)}`],
    ['YAML nested without end', `a: ${'{a: '.repeat(20_000)}`],
    ['a command without a URL', 'wscat -H a:b'],
    ['an open quote', "curl 'wss://a"],
    ['an open block', 'meta {\n  name: x\n'],
  ])('is refused with a sentence: %s', (_, text) => {
    expect(() => read(text, text.startsWith('meta') ? 'x.bru' : 'file')).toThrow(expect.objectContaining({ code: 'import.unreadable' }))
  })

  it('cannot plant keys in objects', () => {
    read(
      '{"info":{"name":"x"},"item":[{"name":"__proto__","request":{"url":"ws://a","auth":{"type":"__proto__","__proto__":{"polluted":true}}}}],"__proto__":{"polluted":true}}',
    )
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('is bounded in folders, items and loops', () => {
    let item: unknown = { name: 'r', request: { url: 'ws://a' } }
    for (let depth = 0; depth < 500; depth += 1) item = { name: 'f', item: [item] }
    expect(read(JSON.stringify({ info: {}, item: [item] })).remarks[0]?.text).toContain('deeper')
    const many = JSON.stringify({ info: {}, item: Array.from({ length: 50_001 }, () => ({ name: 'r', request: 'ws://a' })) })
    expect(() => read(many)).toThrow(expect.objectContaining({ code: 'import.unreadable' }))
    const loop = {
      _type: 'export',
      resources: [
        { _id: 'a', _type: 'request_group', parentId: 'a', name: 'g' },
        { _id: 'r', _type: 'websocket_request', parentId: 'a', url: 'ws://a' },
      ],
    }
    expect(read(JSON.stringify(loop)).specs[0]?.folder).toEqual(['g'])
  })

  it.skipIf(!hasSamples)('never makes the reader throw what is not ours, however it is broken (seeded)', () => {
    const random = seededRandom(5)
    const paths = [
      'postman/v2.1-composed.json',
      'yaak/schema4-composed.json',
      'insomnia/insomnia-v5-websockets.yaml',
      'bruno/bru-multi-message',
      'asyncapi/with-refs',
      'postman/v3-composed',
    ]
    const pieces = ['{', '}', '[', ']', '"', ':', '\n', '  ', '- ', '&a', '*a', '{{', '}}', "'''", 'null', '1e999', '\u0000', '$ref']
    for (let round = 0; round < 600; round += 1) {
      const files = sample(random.pick(paths)).map(({ path, text }) => {
        let broken = text
        for (let edits = random.below(4); edits >= 0; edits -= 1) {
          const at = random.below(broken.length + 1)
          broken = broken.slice(0, at) + (random.chance(0.5) ? random.pick(pieces) : '') + broken.slice(at + random.below(30))
        }
        return { path, text: broken }
      })
      try {
        readCollection(files)
      } catch (error) {
        expect(error, `round ${round}`).toBeInstanceOf(AppError)
      }
    }
  })
})
