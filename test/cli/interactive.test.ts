import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { hasPty, runInPty } from './pty.ts'

let demo: DemoServerHandle
beforeAll(async () => {
  demo = await startDemoServer()
})
afterAll(() => demo.close())

if (!hasPty) console.warn('Skipped: the interactive terminal needs a pseudo-terminal from util-linux `script`, which is not here.')

describe.runIf(hasPty)('sockscope connect on a terminal', () => {
  it('sends what is typed, obeys commands, and closes with /close', async () => {
    const { until, type, ended } = runInPty(['connect', `${demo.url}/echo`])
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
    const { until, type, ended } = runInPty(['connect', `${demo.url}/echo`])
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
    const { until, type, screen, ended } = runInPty(['connect', `${demo.url}/tick?ms=50`])
    const typed = 'abcdefghij'.repeat(9)
    await until(/> /)
    await until(/↓/)
    type(typed)
    await until(/↓/)
    await until(/↓/)
    // Drawn again whole, below the line that came in.
    const redrawn = screen().split('\x1b[0J').at(-1)?.replace(/\r\n|\x1b\[[0-9;]*[A-Za-z]|\r/g, '') ?? ''
    expect(redrawn).toContain(typed)
    type('\x03')
    await until(/Closed by us: 1000/)
    expect(await ended).toBe(0)
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
    expect(plain.screen()).not.toMatch(/\x1b\[[0-9;]+m/)
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
