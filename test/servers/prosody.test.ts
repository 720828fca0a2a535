import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './support/daemon.ts'
import { has, PROSODY } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal } from './support/terminal.ts'

const configOf = (folder: string, http: number, clients: number): string => `
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
certificates = "${folder}"
log = { { levels = { min = "info" }, to = "console" } }
modules_enabled = { "websocket", "saslauth", "ping" }
modules_disabled = { "s2s", "tls", "offline", "posix" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${clients} }
http_ports = { ${http} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
consider_websocket_secure = true
VirtualHost "localhost"
  authentication = "anonymous"
`

/** @see RFC 7395 section 3.3 */
const open = (to: string): string => `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${to}" version="1.0"/>`

describe.skipIf(!has(PROSODY))('prosody', () => {
  let stage: Stage
  let [url, plain] = ['', '']
  beforeAll(async () => {
    stage = await openStage()
    const [http = 0, clients = 0] = await freePorts(2)
    const config = stage.folder.write('prosody.cfg.lua', configOf(stage.folder.path, http, clients))
    await stage.start(PROSODY, ['-F', '--config', config], http)
    url = `ws://127.0.0.1:${http}/xmpp-websocket`
    plain = `ws://127.0.0.1:${clients}/`
  })
  afterAll(() => stage.close())

  it('answers <open/> with its own and its features (RFC 7395)', async () => {
    const run = await connectInTerminal(url, ['-s', 'xmpp', '--send', open('localhost'), '--count', '2'])
    expect(run.received.map(({ kind, data }) => [kind, data])).toEqual([
      ['text', expect.stringMatching(/^<open (?=.*xmlns='urn:ietf:params:xml:ns:xmpp-framing')(?=.*from='localhost').*\/>$/)],
      ['text', expect.stringContaining('<mechanism>ANONYMOUS</mechanism>')],
    ])
    expect(run).toMatchObject({ status: 0, handshake: { negotiated: { subprotocol: 'xmpp' } }, close: { code: 1000, clean: true } })
  })

  it('ends the stream of a host that it does not serve, then the WebSocket', async () => {
    const run = await connectInTerminal(url, ['-s', 'xmpp', '--send', open('nowhere.example'), '--duration', '20000'])
    expect(run.received.map(({ data }) => data).join('')).toMatch(/<host-unknown .*<close /)
    expect(run).toMatchObject({ status: 0, close: { code: 1000, reason: 'Stream closed', clean: true, initiator: 'remote' } })
  })

  it('refuses who does not offer its subprotocol, by a 501 that we explain', async () => {
    expect(await connectInTerminal(url)).toMatchObject({
      status: 3,
      error: {
        code: 'handshake.server-failed',
        message: expect.stringContaining('does not support what was asked for'),
        hint: expect.stringContaining('subprotocol'),
      },
      handshake: { response: { status: 501, body: { text: expect.stringContaining('501 Not Implemented') } } },
    })
  })

  it('knows no other path', async () => {
    const run = await connectInTerminal(url.replace('xmpp-websocket', 'nowhere'), ['-s', 'xmpp'])
    expect(run).toMatchObject({ status: 3, error: { code: 'handshake.not-found' }, handshake: { response: { status: 404 } } })
  })

  it('on its port for other clients does not speak HTTP', async () => {
    const run = await connectInTerminal(plain, ['--timeout', '3000'])
    expect(run).toMatchObject({
      status: 3,
      error: { code: expect.stringMatching(/^handshake\.(?:malformed|closed|timeout)$/) },
      handshake: { response: null },
    })
  })
})
