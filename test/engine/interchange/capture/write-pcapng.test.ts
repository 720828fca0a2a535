import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { HandshakeRecord } from '#shared/model/records.ts'
import { startCapture, startCaptures, tell } from '#test/engine/capture/capture-folder.ts'
import { Conversation, type Told } from '#test/engine/capture/conversation.ts'
import { dissect } from '#test/servers/support/tshark.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { closeEvent, exportTo, handshakeEvent } from './exported.ts'

const hasTshark = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0

function shownByTshark(file: string, ...args: readonly string[]): string[] {
  return execFileSync('tshark', ['-r', file, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .slice(0, -1)
}

/** Exports what was told behind a handshake. */
async function exported(told: readonly Told[], hop: Partial<HandshakeRecord> = {}, isClean = true): Promise<string> {
  const captures = startCaptures()
  const { capture } = startCapture(captures)
  capture.appendEvent(handshakeEvent(hop))
  tell(capture, told)
  capture.appendEvent(closeEvent((told.at(-1)?.frame.facts.timeUs ?? 1_795_000_000_000_000) + 100, isClean))
  return exportTo(captures, capture, 'pcapng')
}

const factsOf = ({ frame: { facts } }: Told) => ({
  direction: facts.direction,
  fin: facts.fin,
  rsv: facts.rsv,
  opcode: facts.opcode,
  maskKey: facts.maskKey,
  payloadLength: facts.payloadLength,
  timeUs: facts.timeUs,
})

describe.skipIf(!hasTshark)('a capture written as pcapng, read by tshark', () => {
  it('has the same frames, one for one: fragments, controls between, compressed, every length', async () => {
    const conversation = new Conversation(seededRandom(2_026)).ramble(2_000)
    for (const length of [0, 125, 126, 65_535, 65_536, 300_000])
      for (const direction of ['in', 'out'] as const) conversation.say('binary', Buffer.alloc(length, 7), { direction })
    conversation.say('binary', Buffer.alloc(20 * 1024 * 1024, 1)).control('out')
    const { told } = conversation.say('text', Buffer.from('after it'))
    const file = await exported(told)
    const dissected = await dissect(file, { port: 9001, keyLog: null })
    expect(dissected.map(({ from, to, ...frame }) => ({ direction: to === 9001 ? 'out' : 'in', ...frame }))).toEqual(told.map(factsOf))
  }, 120_000)

  it('is found to be WebSocket by itself, with the handshake, and nothing that TCP analysis complains of', async () => {
    const { told } = new Conversation(seededRandom(5))
      .say('text', Buffer.from('hello'))
      .say('binary', Buffer.alloc(400_000), { direction: 'out' })
    const file = await exported(told)
    expect(shownByTshark(file, '-Y', 'http', '-T', 'fields', '-e', 'http.request.full_uri', '-e', 'http.response.code')).toEqual([
      'http://example.test:9001/talk\t',
      '\t101',
    ])
    expect(shownByTshark(file, '-Y', 'websocket')).toHaveLength(told.length)
    const checked = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE']
    expect(
      shownByTshark(file, ...checked, '-Y', 'tcp.checksum.status==0 || ip.checksum.status==0 || tcp.analysis.flags || _ws.malformed'),
    ).toEqual([])
    expect(
      shownByTshark(file, '-T', 'fields', '-e', 'tcp.flags.str')
        .map((flags) => flags.replaceAll('·', ''))
        .slice(0, 3),
    ).toEqual(['S', 'AS', 'A'])
    expect(shownByTshark(file, '-Y', 'tcp.flags.fin==1')).toHaveLength(2)
  })

  it('ends with RST where the connection did not end cleanly', async () => {
    const { told } = new Conversation(seededRandom(6)).say('text', Buffer.from('hello'))
    expect(shownByTshark(await exported(told, {}, false), '-Y', 'tcp.flags.reset==1')).toHaveLength(1)
  })

  it('writes IPv6 between IPv6 peers, with checksums that hold', async () => {
    const peer = { address: '2001:db8::1', port: 9001, localAddress: 'fe80::1%eth0', localPort: 50_000 }
    const { told } = new Conversation(seededRandom(7))
      .say('binary', Buffer.alloc(200_001, 3))
      .say('text', Buffer.from('x'), { direction: 'out' })
    const file = await exported(told, { peer })
    const ends = shownByTshark(
      file,
      '-o',
      'tcp.check_checksum:TRUE',
      '-T',
      'fields',
      '-e',
      'ipv6.src',
      '-e',
      'ipv6.dst',
      '-e',
      'tcp.checksum.status',
    )
    expect(new Set(ends)).toEqual(new Set(['fe80::1\t2001:db8::1\t1', '2001:db8::1\tfe80::1\t1']))
    expect(shownByTshark(file, '-Y', 'websocket')).toHaveLength(2)
  })

  it('writes a wss capture in clear, and says so', async () => {
    const peer = { address: '192.0.2.1', port: 443, localAddress: '192.0.2.2', localPort: 50_000 }
    const { told } = new Conversation(seededRandom(8)).say('text', Buffer.from('hello'))
    const file = await exported(told, { url: 'wss://example.test/talk', peer })
    expect(shownByTshark(file, '-Y', 'websocket')).toHaveLength(1)
    expect(shownByTshark(file, '-Y', 'frame.comment', '-T', 'fields', '-e', 'frame.comment').join()).toMatch(
      /TLS \(port 443\) and is written in clear/,
    )
  })

  it('marks a frame that breaks a rule with a comment', async () => {
    const conversation = new Conversation(seededRandom(9))
    conversation.add({ opcode: 3, payload: Buffer.from('?'), violation: 'reserved-opcode' }, {})
    const file = await exported(conversation.told, {}, false)
    const comments = shownByTshark(file, '-Y', 'websocket', '-T', 'fields', '-e', 'frame.comment')
    expect(comments.join()).toMatch(/frame 0 breaks RFC 6455 section 5.2: The opcode is reserved/)
  })
})
