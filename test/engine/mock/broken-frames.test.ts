import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ask } from './raw-client.ts'
import { WsClient } from './ws-client.ts'

let server: DemoServerHandle
beforeAll(async () => {
  server = await startDemoServer()
})
afterAll(() => server.close())

/** What an independent client, the `ws` package, says of each path. */
const REFUSED_BY_WS = [
  ['/bad-utf8', 'WS_ERR_INVALID_UTF8'],
  ['/reserved-opcode', 'WS_ERR_INVALID_OPCODE'],
  ['/reserved-bits', 'WS_ERR_UNEXPECTED_RSV_2_3'],
  ['/masked-server', 'WS_ERR_UNEXPECTED_MASK'],
  ['/interrupted', 'WS_ERR_INVALID_OPCODE'],
  ['/stray-continuation', 'WS_ERR_INVALID_OPCODE'],
  ['/fragmented-ping', 'WS_ERR_EXPECTED_FIN'],
  ['/long-ping', 'WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH'],
  ['/length-too-large', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH'],
  ['/huge', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'],
  ['/bad-deflate', 'Z_DATA_ERROR'],
  ['/compressed-continuation', 'WS_ERR_UNEXPECTED_RSV_1'],
  ['/compressed-ping', 'WS_ERR_UNEXPECTED_RSV_1'],
  ['/bomb', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'],
  ['/close-one-byte', 'WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH'],
  ['/bad-close-code', 'WS_ERR_INVALID_CLOSE_CODE'],
  ['/close-bad-reason', 'WS_ERR_INVALID_UTF8'],
] as const

describe('paths that break RFC 6455', () => {
  it.each(REFUSED_BY_WS)('%s is refused by ws with %s', async (path, code) => {
    const client = new WsClient(server.url + path, { perMessageDeflate: true })
    await client.closed()
    expect(client.errorCode).toBe(code)
    if (!path.includes('close')) expect(client.messages[0]?.text).toMatch(/^Next comes a/)
  })

  it('/length-not-minimal writes five bytes of text with a length of eight bytes', async () => {
    const client = ask(server.port, '/length-not-minimal')
    await client.has(() => client.text.endsWith('five!'))
    expect(client.body.subarray(-15).toString('hex')).toBe('817f00000000000000056669766521')
    client.socket.destroy()
  })

  it.each(['/bad-deflate', '/compressed-continuation', '/compressed-ping', '/bomb'])('%s asks for permessage-deflate', async (path) => {
    const client = new WsClient(server.url + path)
    expect((await client.received(1))[0]?.text).toBe('Offer permessage-deflate to see what this path is for.')
    client.socket.terminate()
  })

  it('/bomb holds less than 2 MiB in the air', async () => {
    const client = ask(server.port, '/bomb', { headers: { 'Sec-WebSocket-Extensions': 'permessage-deflate' } })
    await client.has(() => client.text.length > 500_000)
    const frameStart = client.body.indexOf(Buffer.from([0xc2, 127]))
    expect(Number(client.body.readBigUInt64BE(frameStart + 2))).toBeLessThan(2 * 1024 * 1024)
    client.socket.destroy()
  })
})
