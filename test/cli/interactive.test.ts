import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { hasPty, runInPty } from './pty.ts'
import { rowsShown } from './small-screen.ts'

let demo: DemoServerHandle
beforeAll(async () => {
  demo = await startDemoServer()
})
afterAll(() => demo.close())

/** Patterns below read the text without its colours. */
const PLAIN = { NO_COLOR: '1' }

if (!hasPty) console.warn('Skipped: the interactive terminal needs a pseudo-terminal from util-linux `script`, which is not here.')

describe.runIf(hasPty)('sockscope connect on a terminal', () => {
  it('sends what is typed, obeys commands, and closes with /close', async () => {
    const { until, type, ended } = runInPty(['connect', `${demo.url}/echo`], PLAIN)
    await until(/> /)
    type('hello\r')
    await until(/↑.* text .*hello/)
    await until(/↓.* text .*hello/)
    type('//slash\r')
    await until(/↓.* text .*\/slash/)
    type('/ping beat\r')
    await until(/◇↓.* pong .*beat/)
    type('/help\r')
    await until(/\/send-file FILE/)
    type('/nothing\r')
    await until(/There is no command \/nothing/)
    type('/close 4001 see you\r')
    await until(/Closed by us: 4001 Private use "see you"/)
    expect(await ended).toBe(0)
  })

  it('sends a file, and says which cannot be read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sockscope-typed-')), 'bytes')
    writeFileSync(file, Uint8Array.from([1, 2, 3]))
    const { until, type, ended } = runInPty(['connect', `${demo.url}/echo`], PLAIN)
    await until(/> /)
    type(`/send-file ${file}\r`)
    await until(/↓.* binary .*01 02 03/)
    type('/send-file /nowhere\r')
    await until(/ENOENT/)
    type('\x04')
    await until(/Closed by us: 1000/)
    expect(await ended).toBe(0)
  })

  it('keeps a line that is being typed below what comes in, also where it fills several rows', async () => {
    const { until, type, screen, ended } = runInPty(['connect', `${demo.url}/tick?ms=50`], PLAIN)
    const typed = 'abcdefghij'.repeat(9)
    await until(/> /)
    await until(/↓/)
    type(typed)
    await until(/↓/)
    await until(/↓/)
    type('\x03')
    await until(/Closed by us: 1000/)
    expect(await ended).toBe(0)
    // The screen just before the first line that came after Ctrl+C was drawn.
    const before = screen().slice(0, screen().lastIndexOf('\x1b[0J', screen().indexOf('◇↑')))
    expect(rowsShown(before, 60).slice(-2)).toEqual([`> ${typed.slice(0, 58)}`, typed.slice(58)])
    // And at the end: every message whole, and nothing left of the typed line.
    const rows = rowsShown(screen(), 60).join('')
    expect(rows).not.toContain('abc')
    expect(rows.match(/"count":\d+\}/g)?.length).toBe(rows.match(/↓ {2}\d\d:/g)?.length)
  })

  it('remembers what was typed, for this user only', async () => {
    const data = mkdtempSync(join(tmpdir(), 'sockscope-history-'))
    const first = runInPty(['connect', `${demo.url}/echo`], { SOCKSCOPE_DATA: data })
    await first.until(/> /)
    first.type('once\r')
    await first.until(/↓.*once/)
    first.type('twice\r')
    await first.until(/↓.*twice/)
    first.type('\x04')
    expect(await first.ended).toBe(0)
    const file = join(data, 'terminal-history')
    expect(readFileSync(file, 'utf8')).toBe('once\ntwice\n')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const second = runInPty(['connect', `${demo.url}/echo`], { SOCKSCOPE_DATA: data })
    await second.until(/> /)
    second.type('\x1b[A\x1b[A\r')
    await second.until(/↓.*once/)
    second.type('\x03')
    expect(await second.ended).toBe(0)
  })

  it('gives the terminal back when the server closes', async () => {
    const { until, ended } = runInPty(['connect', `${demo.url}/close/1011`])
    await until(/Closed by the server: 1011 Internal error/)
    expect(await ended).toBe(5)
  })

  it('colours on a terminal, and not with NO_COLOR', async () => {
    const coloured = runInPty(['connect', `${demo.url}/close/1000`])
    await coloured.ended
    expect(coloured.screen()).toContain('\x1b[2m◇')
    const plain = runInPty(['connect', `${demo.url}/close/1000`], { NO_COLOR: '1' })
    await plain.ended
    expect(plain.screen()).toContain('◇')
    for (const colour of ['\x1b[1m', '\x1b[2m', '\x1b[32m', '\x1b[36m']) expect(plain.screen()).not.toContain(colour)
  })

  it('is not driven by what a hostile server sends', async () => {
    const { screen, ended } = runInPty(['connect', `${demo.url}/html`, '--count', '5'], { NO_COLOR: '1' })
    expect(await ended).toBe(0)
    expect(screen()).toContain('\\x1b]0;a new window title\\x07')
    expect(screen()).not.toContain('\x1b]0;')
    expect(screen()).not.toContain('\x1b[31m')
    expect(screen()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0085]/)
  })
})
