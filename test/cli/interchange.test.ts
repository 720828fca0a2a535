import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ofType, recordsOf, run } from './terminal.ts'

const SECRET = 'correct-horse-battery'

describe('a saved capture in the terminal', () => {
  let server: DemoServerHandle
  let folder: string
  let capture: string
  let printed: string
  const file = (name: string): string => join(folder, name)

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sockscope-interchange-'))
    server = await startDemoServer()
    capture = file('talk.sockscope')
    const sent = ['--send', `{"password":"${SECRET}"}`, '--send', 'plain', '--ping', 'x', '--count', '2']
    const { stdout } = await run([
      'connect',
      `${server.url}/echo`,
      '-H',
      'Authorization: Bearer abcdef-012345',
      ...sent,
      '--save',
      capture,
      '--json',
    ])
    printed = stdout
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  it('is exported as it was printed, if nothing is to be hidden', async () => {
    expect(await run(['export', capture, '-o', file('all.ndjson'), '--no-redact'])).toMatchObject({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(file('all.ndjson'), 'utf8')).toBe(printed)
  })

  it.each(['har', 'csv', 'txt', 'pcapng', 'sockscope', 'ndjson'])(
    'as .%s has no secrets, and what was hidden is said',
    async (extension) => {
      const { status, stderr } = await run(['export', capture, '-o', file(`hidden.${extension}`)])
      expect(status).toBe(0)
      expect(readFileSync(file(`hidden.${extension}`)).toString('latin1')).not.toMatch(/correct-horse|abcdef-012345/)
      expect(stderr).toMatch(/header Authorization: \d places?, e\.g\. ab\*{8}45 \(13\)/)
      expect(stderr).toMatch(/JSON \$\.\.password: 2 places, e\.g\. co\*{8}ry \(21\)/)
    },
  )

  it('is exported in part, and comes back so', async () => {
    expect((await run(['export', capture, 'dir:in op:text', '-o', file('part.sockscope'), '--no-redact'])).status).toBe(0)
    const { stdout } = await run(['show', file('part.sockscope'), '--json'])
    expect(ofType(recordsOf(stdout), 'frame').map(({ seq, direction, opcode }) => [seq, direction, opcode])).toEqual([
      [0, 'in', 1],
      [1, 'in', 1],
    ])
  })

  it('is imported from every format that holds enough', async () => {
    for (const extension of ['pcapng', 'har', 'ndjson', 'sockscope']) {
      await run(['export', capture, '-o', file(`whole.${extension}`), '--no-redact'])
      const imported = await run(['import', file(`whole.${extension}`), '-o', file(`back-${extension}.sockscope`)])
      expect(imported).toMatchObject({ status: 0, stderr: '' })
      expect(imported.stdout).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/echo {2}\d+ frames {2}/)
      const { stdout } = await run(['show', file(`back-${extension}.sockscope`), '--json'])
      expect(ofType(recordsOf(stdout), 'message').map(({ data }) => data)).toEqual(
        ofType(recordsOf(printed), 'message').map(({ data }) => data),
      )
    }
  })

  it.each([
    ['no format by that name', ['export', 'CAPTURE', '-o', 'x.doc'], 2, /No format is known by the name of x\.doc/],
    ['a query that cannot be read', ['export', 'CAPTURE', 'nonsense:1', '-o', 'x.har'], 2, /The query cannot be read/],
    ['a JSONPath that is none', ['export', 'CAPTURE', '-o', 'x.har', '--redact-json', '$..['], 2, /is not a JSONPath/],
    ['a folder that is not there', ['export', 'CAPTURE', '-o', '/nowhere/x.har'], 1, /could not be written to \/nowhere\/x\.har/],
    ['a file that is not there', ['import', '/nowhere/x.har'], 1, /no such file/],
    ['a file of another kind', ['import', 'PROSE'], 1, /no format that is known/],
  ])('refuses %s', async (_, args, status, words) => {
    writeFileSync(file('prose'), 'Dear all,\n')
    const given = args.map((arg) => (arg === 'CAPTURE' ? capture : arg === 'PROSE' ? file('prose') : arg))
    const ended = await run(given)
    expect(ended.status).toBe(status)
    expect(ended.stderr).toMatch(words)
    expect(existsSync('x.har')).toBe(false)
  })
})
