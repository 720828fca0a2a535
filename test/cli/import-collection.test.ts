import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { run } from './terminal.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/collections/', import.meta.url))
const POSTMAN = join(FIXTURES, 'exchange.postman_collection.json')
const ENVIRONMENT = join(FIXTURES, 'local.postman_environment.json')

let folder: string
const file = (name: string): string => join(folder, name)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockscope-import-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('sockscope import of a collection', () => {
  it('writes its connections and environments, and says what was not understood', async () => {
    const { status, stdout, stderr } = await run(['import', POSTMAN, ENVIRONMENT, '-o', file('workspace')])
    expect(status).toBe(0)
    expect(stdout.split('\n')).toEqual([
      'Exchange/Feeds/Prices- live.yaml  ws://{{host}}/echo  1 message',
      'Exchange/Feeds/Orders.yaml  ws://{{host}}/echo?orders=1',
      'environments/Local.yaml',
      '',
    ])
    expect(stderr).toContain('✕ left out  Status page: It is no WebSocket request')
    expect(stderr).toContain('◇ changed  Feeds / Prices: live: It is called "Prices- live" here')
    expect(stderr).toContain('variables are not filled in yet')
    expect(readFileSync(file('workspace/Exchange/Feeds/Orders.yaml'), 'utf8')).toContain('url: ws://{{host}}/echo?orders=1')
  })

  it('reads folders, and a HAR if it is told to', async () => {
    expect(await run(['import', join(FIXTURES, 'bruno'), '-o', file('w')])).toMatchObject({
      status: 0,
      stdout: 'Bench/Feeds/Ticker.yaml  ws://127.0.0.1:9001/echo  1 message\n',
      stderr: '',
    })
    writeFileSync(
      file('a.har'),
      JSON.stringify({ log: { entries: [{ _resourceType: 'websocket', request: { url: 'ws://127.0.0.1:1/x' } }] } }),
    )
    const { status, stdout } = await run(['import', file('a.har'), '--as', 'connections', '-o', file('w')])
    expect([status, stdout]).toEqual([0, 'Imported/127.0.0.1-1-x.yaml  ws://127.0.0.1:1/x\n'])
    expect(readdirSync(file('w')).sort()).toEqual(['Bench', 'Imported'])
  })

  it.each([
    ['nothing that is known', '{"a":1}', 1, /no format that is known/],
    ['no WebSocket in it', JSON.stringify({ info: { name: 'a' }, item: [] }), 1, /no WebSocket connection/],
  ])('of %s writes nothing', async (_, contents, status, reason) => {
    writeFileSync(file('a.json'), contents)
    const ended = await run(['import', file('a.json'), '-o', file('w')])
    expect([ended.status, ended.stdout]).toEqual([status, ''])
    expect(ended.stderr).toMatch(reason)
    expect(existsSync(file('w'))).toBe(false)
  })

  it('does not obey what stands in a file', async () => {
    const item = [{ name: '../../out\u001b[2J', request: { url: 'ws://127.0.0.1:1/\u001b]0;x\u0007' } }]
    writeFileSync(file('a.json'), JSON.stringify({ info: { name: '..' }, item }))
    const { status, stdout, stderr } = await run(['import', file('a.json'), '-o', file('w')])
    expect(status).toBe(0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not be there.
    expect(stdout + stderr).not.toMatch(/[\u0007\u001b]/)
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'w'])
    expect(readdirSync(file('w'))).toEqual(['Imported'])
  })
})

describe('sockscope copy', () => {
  beforeEach(() => writeFileSync(file('ticker.yaml'), 'url: ws://127.0.0.1:9001/echo\n'))

  it('prints a saved connection for another tool', async () => {
    expect(await run(['copy', file('ticker.yaml'), '--as', 'wscat'])).toMatchObject({
      status: 0,
      stdout: 'npx wscat \\\n  -c ws://127.0.0.1:9001/echo\n',
      stderr: '',
    })
    expect((await run(['copy', file('ticker.yaml')])).stdout).toMatch(/^sockscope connect /)
  })

  it.each([
    ['a file that is none', [POSTMAN], 1],
    ['a file that is not there', ['none.yaml'], 2],
    ['a tool that is not known', ['ticker.yaml', '--as', 'telnet'], 2],
  ])('%s is refused', async (_, args, status) => expect(await run(['copy', ...args])).toMatchObject({ status, stdout: '' }))
})
