import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from './support/daemon.ts'
import { DANTE, has, MICROSOCKS } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, explainInTerminal } from './support/terminal.ts'

/** Nobody listens on either; Dante's rules forbid the second. */
const [NOBODY, FORBIDDEN] = [1, 9]
const by = (port: number, credentials = ''): readonly string[] => ['--proxy', `socks5://${credentials}127.0.0.1:${port}`]

describe.skipIf(!has(MICROSOCKS))('microsocks', () => {
  let stage: Stage
  let [open, closed, url] = [0, 0, '']
  beforeAll(async () => {
    stage = await openStage()
    open = await freePort()
    await stage.start(MICROSOCKS, ['-i', '127.0.0.1', '-p', String(open)], open)
    closed = await freePort()
    await stage.start(MICROSOCKS, ['-i', '127.0.0.1', '-p', String(closed), '-u', 'ann', '-P', 'secret'], closed)
    url = `${stage.behind.url}/echo`
  })
  afterAll(() => stage.close())

  it('lets everybody through who is asked for nothing', async () => {
    const run = await connectInTerminal(url, [...by(open), '--send', 'through', '--count', '1'])
    expect(run).toMatchObject({
      status: 0,
      received: [{ data: 'through' }],
      handshake: { peer: { port: open }, proxy: { kind: 'socks5', request: null, socksAnswer: expect.stringMatching(/^050005000001/) } },
    })
  })

  it('takes a user name and password, and says that it wants them or does not accept them', async () => {
    const right = await connectInTerminal(url, [...by(closed, 'ann:secret@'), '--send', 'in', '--count', '1'])
    expect(right).toMatchObject({
      status: 0,
      received: [{ data: 'in' }],
      handshake: { proxy: { socksAnswer: expect.stringMatching(/^05020100/) } },
    })
    expect(await connectInTerminal(url, by(closed))).toMatchObject({
      status: 4,
      error: { code: 'proxy.auth-required', message: 'The proxy wants a user name and password.' },
      handshake: { proxy: { socksAnswer: '05ff' }, request: null },
    })
    const { status, report } = await explainInTerminal(url, by(closed, 'ann:wrong@'))
    expect(status).toBe(4)
    expect(report).toMatch(
      /The proxy did not accept this user name and password\.\n +try next +Correct them.*\n +code +proxy\.auth-refused/,
    )
  })

  it('says that nobody listens there', async () => {
    expect(await connectInTerminal(`ws://127.0.0.1:${NOBODY}/`, by(open))).toMatchObject({
      status: 4,
      error: {
        code: 'proxy.target-unreachable',
        message: 'The SOCKS5 proxy did not connect to 127.0.0.1 port 1: connection refused (reply 5).',
      },
    })
  })

  it('gives no reason where it does not know the name', async () => {
    expect(await connectInTerminal('ws://no-such-name.invalid:1/', [...by(open), '--timeout', '30000'])).toMatchObject({
      status: 4,
      error: {
        code: 'proxy.failed',
        message: 'The SOCKS5 proxy did not connect to no-such-name.invalid port 1: general failure (reply 1).',
        hint: expect.stringContaining('may not know the name'),
      },
    })
  })

  it('is no HTTP proxy', async () => {
    expect(await connectInTerminal(url, ['--proxy', `http://127.0.0.1:${open}`])).toMatchObject({
      status: 4,
      error: { code: expect.stringMatching(/^proxy\.(?:malformed|closed)$/), hint: expect.stringContaining('socks5') },
    })
  })
})

const danteConfig = (port: number, method: 'none' | 'username'): string => `
logoutput: stderr
internal: 127.0.0.1 port = ${port}
external: 127.0.0.1
clientmethod: none
socksmethod: ${method}
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks block { from: 0.0.0.0/0 to: 127.0.0.1/32 port = ${FORBIDDEN} }
socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 protocol: tcp }
`

describe.skipIf(!has(DANTE))('dante', () => {
  let stage: Stage
  let [open, closed, url] = [0, 0, '']
  const startDante = async (method: 'none' | 'username'): Promise<number> => {
    const port = await freePort()
    const { folder, start } = stage
    const config = folder.write(`${method}.conf`, danteConfig(port, method))
    await start(DANTE, ['-f', config, '-p', `${folder.path}/${method}.pid`], port)
    return port
  }
  beforeAll(async () => {
    stage = await openStage()
    open = await startDante('none')
    closed = await startDante('username')
    url = `${stage.behind.url}/echo`
  })
  afterAll(() => stage.close())

  it('lets through what its rules allow', async () => {
    const run = await connectInTerminal(url, [...by(open), '--send', 'through', '--count', '1'])
    expect(run).toMatchObject({
      status: 0,
      received: [{ data: 'through' }],
      handshake: { proxy: { socksAnswer: expect.stringMatching(/^05000500/) } },
    })
  })

  it('says what its rules do not allow', async () => {
    expect(await connectInTerminal(`ws://127.0.0.1:${FORBIDDEN}/`, by(open))).toMatchObject({
      status: 4,
      error: {
        code: 'proxy.refused',
        message: 'The SOCKS5 proxy did not connect to 127.0.0.1 port 9: its rules do not allow it (reply 2).',
        hint: expect.stringContaining('rules'),
      },
      handshake: { proxy: { socksAnswer: expect.stringMatching(/^05000502/) } },
    })
  })

  it('says that nobody listens there', async () => {
    expect(await connectInTerminal(`ws://127.0.0.1:${NOBODY}/`, by(open))).toMatchObject({
      status: 4,
      error: { code: 'proxy.target-unreachable', message: expect.stringContaining('connection refused (reply 5)') },
    })
  })

  it('wants users of its machine, and takes no others', async () => {
    expect((await connectInTerminal(url, by(closed))).error?.code).toBe('proxy.auth-required')
    expect(await connectInTerminal(url, by(closed, 'no-such-user:wrong@'))).toMatchObject({
      status: 4,
      error: { code: 'proxy.auth-refused', message: 'The proxy did not accept this user name and password.' },
    })
  })
})
