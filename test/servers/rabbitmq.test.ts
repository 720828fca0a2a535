import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { has, RABBITMQ } from './support/programs.ts'
import { startRabbitmq } from './support/rabbitmq.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal, type TerminalRun } from './support/terminal.ts'

const NUL = '\0'

/** A frame of STOMP 1.2, which a NUL ends. */
const frame = (command: string, headers: Readonly<Record<string, string>>, body = ''): string =>
  `${command}\n${Object.entries(headers)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')}\n${body}${NUL}`

const connect = (passcode: string): string =>
  frame('CONNECT', { 'accept-version': '1.2', host: '/', login: 'guest', passcode, 'heart-beat': '0,0' })

const said = ({ received }: TerminalRun): string[] => received.map(({ data = '' }) => data)
/** Text with NULs in it cannot stand on a command line; binary is taken as well. */
const sending = (text: string): readonly string[] => ['--send-base64', Buffer.from(text).toString('base64')]

describe.skipIf(!has(RABBITMQ))('RabbitMQ web-stomp', () => {
  let stage: Stage
  let url: string
  beforeAll(async () => {
    stage = await openStage()
    url = `ws://127.0.0.1:${await startRabbitmq(stage)}/ws`
  })
  afterAll(() => stage.close())

  it('answers CONNECT with CONNECTED in the subprotocol v12.stomp', async () => {
    const run = await connectInTerminal(url, ['-s', 'v12.stomp', ...sending(connect('guest')), '--count', '1'])
    expect(said(run)[0]).toMatch(/^CONNECTED\n(?:.*\n)*version:1\.2\n/)
    expect(run).toMatchObject({ status: 0, handshake: { negotiated: { subprotocol: 'v12.stomp' } }, close: { code: 1000, clean: true } })
  })

  it('delivers what is sent to a queue', async () => {
    const destination = '/queue/sockscope'
    const talk = [connect('guest'), frame('SUBSCRIBE', { id: '1', destination }), frame('SEND', { destination }, 'hello rabbit')]
    const run = await connectInTerminal(url, ['-s', 'v12.stomp', ...talk.flatMap(sending), '--count', '2'])
    expect(said(run)[1]).toMatch(/^MESSAGE\n(?:.*\n)*\nhello rabbit/)
  })

  it('answers ERROR to a wrong passcode', async () => {
    const run = await connectInTerminal(url, ['-s', 'v12.stomp', ...sending(connect('wrong')), '--count', '1'])
    expect(said(run).join('')).toMatch(/^ERROR\n(?:.*\n)*message:Bad CONNECT/)
  })

  it('knows no other path', async () => {
    expect(await connectInTerminal(url.replace('/ws', '/nowhere'))).toMatchObject({ status: 3, error: { code: 'handshake.not-found' } })
  })
})
