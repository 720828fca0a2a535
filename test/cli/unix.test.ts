import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { ofType, recordsOf, run } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'sockscope-unix-'))

/** An echo server on a socket file, and the requests it saw. */
async function startUnixServer(name: string): Promise<{ path: string; requests: IncomingMessage[] }> {
  const path = join(folder, name)
  const requests: IncomingMessage[] = []
  const http = createServer()
  const server = new WebSocketServer({ server: http })
  server.on('connection', (socket, request) => {
    requests.push(request)
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  http.listen(path)
  await once(http, 'listening')
  onTestFinished(() => {
    for (const client of server.clients) client.terminate()
    http.close()
  })
  return { path, requests }
}

describe('sockscope connect --unix', () => {
  it('reaches a server on a socket file, with host and path of the URL', async () => {
    const { path, requests } = await startUnixServer('a b:c%.sock')
    const { status, stdout } = await run([
      'connect',
      'ws://me:p%40ss@api.test:81/live?x=1',
      '--unix',
      path,
      '--send',
      'hi',
      '--count',
      '1',
      '--json',
    ])
    expect(status).toBe(0)
    expect(ofType(recordsOf(stdout), 'message').map(({ data }) => data)).toEqual(['hi', 'hi'])
    expect(ofType(recordsOf(stdout), 'handshake')[0]?.attempts).toMatchObject([{ address: path, port: null, outcome: 'connected' }])
    const [{ url, headers } = { url: '', headers: {} as IncomingMessage['headers'] }] = requests
    expect([url, headers.host]).toEqual(['/live?x=1', 'api.test:81'])
    expect(headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
  })

  it('leaves Host to -H, and credentials to --user', async () => {
    const { path, requests } = await startUnixServer('host.sock')
    await run(['connect', 'ws://me:one@api.test/', '--unix', path, '-H', 'host: other.test', '--user', 'me:two', '--duration', '1'])
    expect(requests[0]?.rawHeaders.filter((text) => text.toLowerCase() === 'host')).toEqual(['host'])
    expect(requests[0]?.headers).toMatchObject({ host: 'other.test', authorization: `Basic ${Buffer.from('me:two').toString('base64')}` })
  })

  it('says that there is no such socket', async () => {
    const { status, stderr } = await run(['connect', 'ws://api.test/', '--unix', join(folder, 'missing.sock')])
    expect(status).toBe(4)
    expect(stderr).toContain('There is no socket at')
  })

  it.each([
    ['TLS', ['wss://api.test/'], 'no TLS through a Unix socket'],
    ['a URL that names a socket', ['ws+unix:/x:/'], 'names a socket file already'],
    ['a proxy', ['ws://api.test/', '--proxy', 'http://127.0.0.1:1'], 'exclude each other'],
    ['a URL that is none', ['api.test'], 'does not say how to connect'],
  ])('is refused with %s', async (_, args, sentence) => {
    const { status, stderr } = await run(['connect', ...args, '--unix', join(folder, 'x.sock')])
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
