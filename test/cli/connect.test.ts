import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { SAME_SIGNAL_MS } from '../../cli/connect/signals.ts'
import { ended, ofType, printed, recordsOf, run, start } from './terminal.ts'

let demo: DemoServerHandle
beforeAll(async () => {
  demo = await startDemoServer()
})
afterAll(() => demo.close())

const at = (path: string): string => `${demo.url}${path}`
const folder = mkdtempSync(join(tmpdir(), 'sockscope-files-'))

/** The messages that came back, in order. */
const received = (stdout: string): (string | undefined)[] =>
  ofType(recordsOf(stdout), 'message')
    .filter(({ direction }) => direction === 'in')
    .map(({ data, dataBase64 }) => data ?? dataBase64)

describe('sockscope connect --json', () => {
  it('prints the records of a conversation in the order they happened, and nothing else', async () => {
    const { status, stdout, stderr } = await run(['connect', at('/echo'), '--send', 'hi', '--count', '1', '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const records = recordsOf(stdout)
    expect(records.map(({ type }) => type)).toEqual(['handshake', 'frame', 'message', 'frame', 'message', 'frame', 'frame', 'close'])
    expect(ofType(records, 'frame').map(({ seq, direction, opcode }) => [seq, direction, opcode])).toEqual([
      [0, 'out', 1],
      [1, 'in', 1],
      [2, 'out', 8],
      [3, 'in', 8],
    ])
    const times = records.map(({ timeUs }) => timeUs)
    expect(times).toEqual(times.toSorted((first, second) => first - second))
    expect(records.at(-1)).toMatchObject({ type: 'close', code: 1000, clean: true, initiator: 'local' })
  })

  it('sends texts, bytes, files and pings in the order of the command line', async () => {
    const file = join(folder, 'payload')
    writeFileSync(file, 'text in a file is sent as bytes')
    const args = ['--send', '1', '--send-base64', '/wA=', '--ping', '--send-file', file, '--ping=beat', '--send', '', '--count', '4']
    const { status, stdout } = await run(['connect', at('/echo'), '--json', ...args])
    expect(status).toBe(0)
    const records = recordsOf(stdout)
    const sent = ofType(records, 'frame').filter(({ direction }) => direction === 'out')
    expect(sent.map(({ opcode, payloadLength }) => [opcode, payloadLength])).toEqual([
      [1, 1],
      [2, 2],
      [9, 0],
      [2, 31],
      [9, 4],
      [1, 0],
      [8, 2],
    ])
    expect(received(stdout)).toEqual(['1', '/wA=', Buffer.from('text in a file is sent as bytes').toString('base64'), ''])
  })

  it('keeps order, case and duplicates of headers, leaves automatic ones out, and offers subprotocols in order', async () => {
    const headers = ['-H', 'x-Second: 2', '-H', 'X-FIRST:1', '-H', 'x-second: again', '-H', 'X-Empty;', '-H', 'User-Agent:']
    const { status, stdout } = await run(['connect', at('/subprotocol'), ...headers, '-s', 'b', '-s', 'a', '--count', '1', '--json'])
    expect(status).toBe(0)
    const [handshake] = ofType(recordsOf(stdout), 'handshake')
    const own = (handshake?.request?.headers ?? []).filter(([name]) => /^x-/i.test(name))
    expect(own).toEqual([
      ['x-Second', '2'],
      ['X-FIRST', '1'],
      ['x-second', 'again'],
      ['X-Empty', ''],
    ])
    expect(handshake?.request?.raw).not.toMatch(/user-agent/i)
    expect(handshake?.request?.raw).toContain('Sec-WebSocket-Protocol: b, a\r\n')
    expect(handshake?.negotiated?.subprotocol).toBe('b')
  })

  it('offers permessage-deflate unless told not to', async () => {
    const offer = async (...args: string[]): Promise<boolean> => {
      const { stdout } = await run(['connect', at('/deflate'), '--send', 'hello', '--count', '1', '--json', ...args])
      return ofType(recordsOf(stdout), 'message').some(({ compressed }) => compressed)
    }
    expect(await offer()).toBe(true)
    expect(await offer('--no-compression')).toBe(false)
  })

  it('prints one handshake a hop', async () => {
    const { stdout } = await run(['connect', at('/redirect/2'), '--duration', '1', '--json'])
    const hops = ofType(recordsOf(stdout), 'handshake')
    expect(hops.map(({ hop }) => hop)).toEqual(hops.map((_, index) => index))
    expect(hops[0]?.response?.status).toBe(302)
  })

  it('echoes every message as it came: text as text, binary as binary', async () => {
    const { status, stdout } = await run(['connect', at('/binary'), '--echo', '--count', '3', '--json'])
    expect(status).toBe(0)
    const messages = ofType(recordsOf(stdout), 'message').map(({ direction, kind, data, dataBase64 }) => ({
      direction,
      kind,
      data,
      dataBase64,
    }))
    const [came, went] = (['in', 'out'] as const).map((wanted) => messages.filter(({ direction }) => direction === wanted))
    expect(went?.slice(0, 3).map(({ direction: _, ...rest }) => rest)).toEqual(came?.slice(0, 3).map(({ direction: _, ...rest }) => rest))
  })

  it('closes with the code and the reason that were asked for', async () => {
    const { status, stdout } = await run(['connect', at('/echo'), '--duration', '1', '--close', '4000:all: done', '--json'])
    expect(status).toBe(0)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ code: 4000, reason: 'all: done', initiator: 'local' })
  })

  it('loses nothing of a flood when the reader is slow', async () => {
    const child = start(['connect', at('/flood?n=20000&size=300&rate=0&close=1'), '--json'])
    child.stdin.end()
    // Nothing is read until the pipe, then the terminal, then TCP are full.
    await new Promise((resolve) => child.stdout.once('readable', resolve))
    const { status, stdout } = await ended(child)
    expect(status).toBe(0)
    const messages = ofType(recordsOf(stdout), 'message')
    expect(messages).toHaveLength(20_000)
    expect(messages.map(({ message }) => message)).toEqual(messages.map((_, index) => index))
  })

  it('ends quietly when nobody reads any more', async () => {
    const child = start(['connect', at('/flood?n=0&rate=1000'), '--json'])
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    await printed(child, /"message"/)
    child.stdout.destroy()
    const [status] = await new Promise<[number | null]>((resolve) => child.once('exit', (code) => resolve([code])))
    expect([status, stderr]).toEqual([0, ''])
  })
})

describe('piped input', () => {
  it('is one text message a line, empty lines and a last one without an end too; replies are waited for', async () => {
    const { status, stdout } = await run(['connect', at('/echo'), '--json'], { input: 'one\r\n\nthrée\nlast' })
    expect(status).toBe(0)
    expect(received(stdout)).toEqual(['one', '', 'thrée', 'last'])
    expect(recordsOf(stdout).at(-1)).toMatchObject({ type: 'close', code: 1000, initiator: 'local' })
  })

  it('takes slashes as text: commands are for people', async () => {
    const { stdout } = await run(['connect', at('/echo'), '--json', '--count', '1'], { input: '/close\n' })
    expect(received(stdout)).toEqual(['/close'])
  })

  it('may be endless: a count ends the run, and the input is left alone', async () => {
    const child = start(['connect', at('/echo'), '--json', '--count', '2'])
    child.stdin.write('a\nb\n')
    const { status, stdout } = await ended(child)
    expect(status).toBe(0)
    expect(received(stdout)).toEqual(['a', 'b'])
  })

  it('that is not UTF-8 is refused with its line', async () => {
    const { status, stderr } = await run(['connect', at('/echo'), '--json'], { input: Uint8Array.from([104, 105, 10, 255, 10]) })
    expect(status).toBe(2)
    expect(stderr).toContain('Line 2 of the input is not UTF-8')
  })

  it('brings large messages there and back', async () => {
    const line = 'x'.repeat(3 * 1024 * 1024)
    const { status, stdout } = await run(['connect', at('/echo'), '--json', '--count', '2'], { input: `${line}\n${line}y` })
    expect(status).toBe(0)
    expect(received(stdout).map((text) => text?.length)).toEqual([line.length, line.length + 1])
  })

  it('that is empty makes a listener, which stays until the server closes', async () => {
    const { status, stdout } = await run(['connect', at('/flood?n=5&rate=20&close=1'), '--json', '--linger', '0'])
    expect(status).toBe(0)
    expect(received(stdout)).toHaveLength(5)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ type: 'close', initiator: 'remote' })
  })
})

describe('signals', () => {
  it('SIGINT closes the connection as asked', async () => {
    const child = start(['connect', at('/echo'), '--json', '--close', '3001:enough'])
    const opened = printed(child, /"handshake"/)
    const end = ended(child)
    await opened
    child.kill('SIGINT')
    const { status, stdout } = await end
    expect(status).toBe(0)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ code: 3001, reason: 'enough', initiator: 'local', clean: true })
  })

  it('SIGINT that comes twice at once, to the process and through npm, is one', async () => {
    const child = start(['connect', at('/slow-close?ms=400'), '--json'])
    const opened = printed(child, /"handshake"/)
    const closing = printed(child, /"opcode":8/)
    const end = ended(child)
    await opened
    child.kill('SIGINT')
    await closing
    child.kill('SIGINT')
    const { status, stdout } = await end
    expect(status).toBe(0)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ code: 1000, initiator: 'local', clean: true })
  })

  it('a second SIGINT cuts a connection whose server does not answer', async () => {
    const child = start(['connect', at('/no-answer-to-close'), '--json'])
    const opened = printed(child, /"handshake"/)
    const closing = printed(child, /"opcode":8/)
    const end = ended(child)
    await opened
    child.kill('SIGINT')
    await closing
    // Sooner it would be the first one, told twice: that wait is what is tested here.
    await setTimeout(2 * SAME_SIGNAL_MS)
    child.kill('SIGINT')
    const { status, stdout } = await end
    expect(status).toBe(5)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ type: 'close', clean: false })
  })

  it('SIGTERM says going away', async () => {
    const child = start(['connect', at('/echo'), '--json'])
    const opened = printed(child, /"handshake"/)
    const end = ended(child)
    await opened
    child.kill('SIGTERM')
    const { status, stdout } = await end
    expect(status).toBe(0)
    expect(recordsOf(stdout).at(-1)).toMatchObject({ code: 1001, initiator: 'local' })
  })
})

describe('--save and sockscope show', () => {
  it('keep everything, and print it again', async () => {
    const capture = join(folder, 'kept.sockscope')
    const live = await run(['connect', at('/fragments'), '--json', '--count', '2', '--save', capture])
    expect(live.status).toBe(0)
    const shown = await run(['show', capture, '--json'])
    expect(shown).toEqual({ status: 0, stdout: live.stdout, stderr: '' })
    const readable = await run(['show', capture])
    expect(readable.stdout).toMatch(/↓ .* text .*\(3 frames\)/)
  })

  it('say at once where no file can be written, and what is no capture', async () => {
    const nowhere = await run(['connect', at('/echo'), '--save', join(folder, 'missing', 'x.sockscope')])
    expect([nowhere.status, nowhere.stdout]).toEqual([2, ''])
    const other = join(folder, 'other')
    writeFileSync(other, 'not a capture')
    const shown = await run(['show', other])
    expect(shown.status).toBe(1)
    expect(shown.stderr).toContain('cannot be read')
  })
})
