import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from './support/daemon.ts'
import { has, MOSQUITTO } from './support/programs.ts'
import { openStage, type Stage } from './support/stage.ts'
import { connectInTerminal } from './support/terminal.ts'

/** Packets of MQTT 3.1.1 (OASIS standard, sections 3.1 to 3.9). */
const CONNECT = packet(0x10, string('MQTT'), [4, 0x02, 0, 60], string('sockscope'))
const CONNACK = packet(0x20, [0, 0])
const SUBSCRIBE = packet(0x82, [0, 1], string('bench'), [0])
const SUBACK = packet(0x90, [0, 1, 0])
const PUBLISH = packet(0x30, string('bench'), [...Buffer.from('hello')])

function packet(first: number, ...body: readonly (readonly number[])[]): string {
  const bytes = body.flat()
  return Buffer.from([first, bytes.length, ...bytes]).toString('base64')
}

function string(text: string): number[] {
  return [0, text.length, ...Buffer.from(text)]
}

describe.skipIf(!has(MOSQUITTO))('the terminal talks to mosquitto', () => {
  let stage: Stage
  let url: string

  beforeAll(async () => {
    stage = await openStage()
    const [port = 0, unused = 0] = await freePorts(2)
    // Without a plain listener beside it, 2.0 does not count the other as one and ends (eclipse-mosquitto issue 2284).
    const listeners = `listener ${unused} 127.0.0.1\nlistener ${port} 127.0.0.1\nprotocol websockets\n`
    await stage.start(MOSQUITTO, ['-c', stage.folder.write('mosquitto.conf', `allow_anonymous true\n${listeners}`)], port)
    url = `ws://127.0.0.1:${port}/mqtt`
  })
  afterAll(() => stage.close())

  it('in the subprotocol mqtt: CONNECT is answered by CONNACK', async () => {
    const run = await connectInTerminal(url, ['-s', 'mqtt', '--send-base64', CONNECT, '--count', '1'])
    expect(run.handshake.negotiated?.subprotocol).toBe('mqtt')
    expect(run.received.map(({ kind, dataBase64 }) => [kind, dataBase64])).toEqual([['binary', CONNACK]])
    expect(run.close.initiator).toBe('local')
  })

  it('and hears what it publishes', async () => {
    const packets = [CONNECT, SUBSCRIBE, PUBLISH].flatMap((each) => ['--send-base64', each])
    const run = await connectInTerminal(url, ['-s', 'mqtt', ...packets, '--count', '3'])
    expect(run.received.map(({ dataBase64 }) => dataBase64)).toEqual([CONNACK, SUBACK, PUBLISH])
  })
})
