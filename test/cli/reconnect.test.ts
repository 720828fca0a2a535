import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { serve, switching } from '../engine/handshake/bench.ts'
import { ended, ofType, printed, recordsOf, run, start } from './terminal.ts'

/** A server whose connections behave one after the other, all others as the last. */
async function inTurn(...behaviours: ((peer: RawPeer) => void | Promise<void>)[]): Promise<string> {
  let turn = 0
  const server = await startRawServer((peer) => behaviours[Math.min(turn++, behaviours.length - 1)]?.(peer))
  onTestFinished(server.close)
  return server.url
}

const drop = ({ socket }: RawPeer): void => void socket.destroy()
/** Says something, and answers the close frame that comes behind so many bytes. */
const say =
  (text: string, bytesBefore = 0) =>
  async ({ socket, until }: RawPeer): Promise<void> => {
    socket.write(frame({ opcode: 1, payload: text }))
    await until(bytesBefore + 8)
    socket.end(frame({ opcode: 8, payload: closePayload(1000) }))
  }
const endWith =
  (code: number) =>
  ({ socket }: RawPeer): void =>
    void socket.end(frame({ opcode: 8, payload: closePayload(code) }))

describe('sockscope connect --reconnect', () => {
  it('tries again behind a drop; each attempt is a connection with records of its own', async () => {
    const url = await inTurn(drop, drop, say('back'))
    const { status, stdout } = await run(['connect', '--json', url, '--reconnect', '5', '--reconnect-delay', '1', '--count', '1'])
    const records = recordsOf(stdout)
    expect(status).toBe(0)
    expect(ofType(records, 'handshake').map(({ connection }) => connection)).toEqual([1, 2, 3])
    expect(ofType(records, 'close').map(({ connection, code }) => [connection, code])).toEqual([
      [1, 1006],
      [2, 1006],
      [3, 1000],
    ])
    expect(ofType(records, 'reconnect')).toMatchObject([
      { connection: 1, attempt: 1, of: 5 },
      { connection: 2, attempt: 2, of: 5 },
    ])
    expect(ofType(records, 'message')).toMatchObject([{ connection: 3, data: 'back' }])
  })

  it('sends what is to be sent with each', async () => {
    const dropOnceHeard = async ({ socket, until }: RawPeer): Promise<void> => {
      await until(8)
      socket.destroy()
    }
    const url = await inTurn(dropOnceHeard, say('ready', 8))
    const args = ['connect', '--json', url, '--send', 'hi', '--reconnect', '3', '--reconnect-delay', '1', '--count', '1']
    const { status, stdout } = await run(args)
    expect(status).toBe(0)
    const sent = ofType(recordsOf(stdout), 'message').filter(({ direction }) => direction === 'out')
    expect(sent).toMatchObject([
      { connection: 1, data: 'hi' },
      { connection: 2, data: 'hi' },
    ])
  })

  it('ends with the status of the last attempt, when all are used up', async () => {
    const dropped = await run(['connect', '--json', await inTurn(drop), '--reconnect', '2', '--reconnect-delay', '1'])
    expect(dropped.status).toBe(5)
    expect(ofType(recordsOf(dropped.stdout), 'close')).toHaveLength(3)
    const refused = await run(['connect', '--json', 'ws://127.0.0.1:1/', '--reconnect', '2', '--reconnect-delay', '1'])
    expect(refused.status).toBe(4)
    expect(ofType(recordsOf(refused.stdout), 'error').map(({ connection, code }) => [connection, code])).toEqual([
      [1, 'tcp.refused'],
      [2, 'tcp.refused'],
      [3, 'tcp.refused'],
    ])
  })

  it('leaves alone what ended with a code to stop at', async () => {
    const { status, stdout } = await run(['connect', '--json', await inTurn(endWith(1008)), '--reconnect', '2', '--reconnect-delay', '1'])
    expect(status).toBe(5)
    expect(ofType(recordsOf(stdout), 'reconnect')).toEqual([])
  })

  it('says so in a line, and Ctrl+C ends the wait', async () => {
    const child = start(['connect', await inTurn(drop), '--reconnect', '5', '--reconnect-delay', '3600000'])
    const end = ended(child)
    expect(await printed(child, /reconnecting/)).toMatch(/◇ {2}reconnecting in \d+\.\d s \(1 of 5\)\n/)
    child.kill('SIGINT')
    expect((await end).status).toBe(5)
  })

  it('goes not with --save, as a capture is of one connection', async () => {
    const { status, stderr } = await run(['connect', 'ws://127.0.0.1:1/', '--reconnect', '1', '--save', '/tmp/x.sockscope'])
    expect(status).toBe(2)
    expect(stderr).toContain('--save and --reconnect exclude each other')
  })
})

describe('sockscope connect --cookie-jar', () => {
  const server = async (heads: string[]) =>
    (
      await serve((socket, head) => {
        heads.push(head)
        socket.end(
          Buffer.concat([Buffer.from(switching(head, `Set-Cookie: visit=${heads.length}; Path=/`)), Buffer.from('880203e8', 'hex')]),
        )
      })
    ).port

  it('keeps what a server sets from run to run; without it nothing is kept', async () => {
    const heads: string[] = []
    const url = `ws://127.0.0.1:${await server(heads)}/`
    const jar = join(mkdtempSync(join(tmpdir(), 'sockscope-jar-')), 'jar.json')
    expect((await run(['connect', url, '--cookie-jar', jar])).status).toBe(0)
    expect(JSON.parse(readFileSync(jar, 'utf8'))).toMatchObject({ cookies: [{ key: 'visit', value: '1', domain: '127.0.0.1' }] })
    expect(statSync(jar).mode & 0o777).toBe(0o600)
    expect((await run(['connect', url, '--cookie-jar', jar, '--cookie', 'own=x'])).status).toBe(0)
    const explained = await run(['connect', url, '--cookie-jar', jar, '--explain'])
    expect(explained.stdout).toMatch(/Cookies\n +the jar added visit\n +\S visit=3; Path=\/\n/)
    expect(heads[1]).toContain('\r\nCookie: own=x; visit=1\r\n')
    expect((await run(['connect', url])).status).toBe(0)
    expect(heads[3]).not.toMatch(/\r\ncookie:/i)
    expect(JSON.parse(readFileSync(jar, 'utf8'))).toMatchObject({ cookies: [{ value: '3' }] })
  })

  it('refuses a file that is no jar, and leaves it as it is', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sockscope-jar-')), 'notes.txt')
    writeFileSync(file, 'my notes')
    const { status, stderr } = await run(['connect', 'ws://127.0.0.1:1/', '--cookie-jar', file])
    expect(status).toBe(2)
    expect(stderr).toContain('is not a cookie jar')
    expect(readFileSync(file, 'utf8')).toBe('my notes')
  })
})
