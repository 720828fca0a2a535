import { homedir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { bytesText, clockText } from '#shared/text/units.ts'
import { readHeaderOption } from '../../cli/connect/header-option.ts'
import { readBase64, readClose } from '../../cli/connect/option-values.ts'
import { linesOf } from '../../cli/connect/piped-input.ts'
import { readTypedLine } from '../../cli/connect/typed-command.ts'
import { foldersOf } from '../../cli/folders.ts'

describe('text from the wire on a terminal', () => {
  it.each([
    ['escape sequences', '\x1b[2J\x1b]0;title\x07', '\\x1b[2J\\x1b]0;title\\x07'],
    ['line ends and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['C1 controls', '\u009b31m\u0085', '\\x9b31m\\x85'],
    ['bidirectional overrides', '\u202eexe.gnp\u2066\u200f', '\\u202eexe.gnp\\u2066\\u200f'],
    ['separators and a byte order mark', '\u2028\u2029\ufeff', '\\u2028\\u2029\\ufeff'],
    ['invisible tags', '\u{e0041}', '\\u{e0041}'],
    ['a lone surrogate', '\ud83d', '\\ud83d'],
  ])('has %s written out', (_, text, written) => expect(escapeForTerminal(text)).toBe(written))

  it('keeps scripts, emoji and backslashes as they are', () => {
    for (const text of ['Grüße, 世界', '👩‍👩‍👧‍👦 می‌خواهم', 'C:\\new', '{"a":"\\n"}']) expect(escapeForTerminal(text)).toBe(text)
  })
})

describe('-H', () => {
  it.each([
    ['Name: value', { kind: 'header', header: { name: 'Name', value: 'value', enabled: true } }],
    ['x-NAME:a:b ', { kind: 'header', header: { name: 'x-NAME', value: 'a:b ', enabled: true } }],
    ['Name;', { kind: 'header', header: { name: 'Name', value: '', enabled: true } }],
    ['HOST:', { kind: 'without', automatic: 'host' }],
    ['user-agent: ', { kind: 'without', automatic: 'userAgent' }],
  ])('reads %j', (text, expected) => expect(readHeaderOption(text)).toEqual(expected))

  it.each(['', ':', ': value', 'Name', 'Cookie:'])('refuses %j', (text) => expect(() => readHeaderOption(text)).toThrow())
})

describe('--close and --send-base64', () => {
  it('read a code with a reason', () => {
    expect(readClose('1000')).toEqual({ code: 1000, reason: '' })
    expect(readClose('4999:a:b')).toEqual({ code: 4999, reason: 'a:b' })
    for (const text of ['', '999', '1004', '1005', '1006', '1015', '2999', '5000', '1e3', '+1000', ':x'])
      expect(() => readClose(text), text).toThrow()
  })

  it('read base64 of both alphabets, padded or not, and nothing else', () => {
    for (const text of ['-_8=', '+/8=', '+/8']) expect([...readBase64(text)]).toEqual([0xfb, 0xff])
    expect([...readBase64('')]).toEqual([])
    for (const text of ['a', 'ab c', 'ab=', 'a===', '=', 'ab==c']) expect(() => readBase64(text), text).toThrow()
  })
})

describe('a typed line', () => {
  it.each([
    ['', null],
    [' ', { kind: 'text', text: ' ' }],
    ['//x', { kind: 'text', text: '/x' }],
    ['/ping', { kind: 'ping', payload: Buffer.from('') }],
    ['/ping a  b', { kind: 'ping', payload: Buffer.from('a  b') }],
    ['/close', { kind: 'close', choice: { code: 1000, reason: '' } }],
    ['/close 3000 see you', { kind: 'close', choice: { code: 3000, reason: 'see you' } }],
    ['/send-file a b', { kind: 'file', path: 'a b' }],
    ['/send-base64 aGk=', { kind: 'binary', bytes: Buffer.from('hi') }],
    ['/help', { kind: 'help' }],
  ])('%j is read', (line, expected) => expect(readTypedLine(line)).toEqual(expected))

  it.each(['/', '/what', '/close 1006', '/close soon', '/send-file', '/send-base64 ?'])('%j is refused', (line) =>
    expect(() => readTypedLine(line)).toThrow(),
  )
})

describe('piped lines', () => {
  it('are the same wherever the chunks are cut, also inside a character', async () => {
    const bytes = Buffer.from('é1\r\n\n世界\r\n🌍')
    for (let size = 1; size <= bytes.length; size++) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
      const lines: string[] = []
      for await (const line of linesOf(Readable.from(chunks))) lines.push(line)
      expect(lines).toEqual(['é1', '', '世界', '🌍'])
    }
  })
})

describe('numbers and folders', () => {
  it('have their units', () => {
    expect([0, 1023, 1024, 1536, 1024 * 1024].map(bytesText)).toEqual(['0 B', '1023 B', '1.00 KiB', '1.50 KiB', '1.00 MiB'])
    expect(clockText(Date.UTC(2026, 0, 1, 0, 0, 7) * 1000 + 89)).toMatch(/^\d\d:\d\d:07\.000089$/)
  })

  it('are the environment’s, then the platform’s', () => {
    expect(foldersOf({ SOCKSCOPE_DATA: '/d', SOCKSCOPE_WORKSPACE: '/w' })).toEqual({ data: '/d', workspace: '/w' })
    expect(foldersOf({ XDG_DATA_HOME: '/x', XDG_CONFIG_HOME: '/none' }, 'linux')).toEqual({
      data: '/x/sockscope',
      workspace: join(homedir(), 'Documents', 'Sockscope'),
    })
    expect(foldersOf({ XDG_DATA_HOME: 'relative' }, 'linux').data).toBe(join(homedir(), '.local/share/sockscope'))
  })
})
