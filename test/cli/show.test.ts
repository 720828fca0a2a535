import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCaptures } from '#engine/capture/captures.ts'
import { tell } from '#test/engine/capture/capture-folder.ts'
import { Conversation } from '#test/engine/capture/conversation.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { ofType, recordsOf, run } from './terminal.ts'

const TEXTS = ['one', '{"type":"order","id":9007199254740993}', 'two', 'Two', `${'a'.repeat(40)}!`]

describe('sockscope show CAPTURE QUERY', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-show-'))
  const file = join(folder, 'talk.sockscope')
  const messagesOf = (stdout: string) => ofType(recordsOf(stdout), 'message').map(({ data }) => data)

  beforeAll(async () => {
    const captures = createCaptures({ folder: join(folder, 'captures') })
    const capture = captures.create({ connection: 1, url: 'ws://127.0.0.1/talk', onHeld: () => undefined, onError: () => undefined })
    const talk = new Conversation(seededRandom(3))
    for (const text of TEXTS) talk.say('text', new TextEncoder().encode(text))
    tell(capture, talk.told)
    await capture.saveAs(file)
    await captures.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('prints the frames that fit, with --json as their records', async () => {
    const found = await run(['show', file, 'two', '--json'])
    expect([found.status, messagesOf(found.stdout)]).toEqual([0, ['two', 'Two']])
    const exact = await run(['show', file, 'json:$.id = 9007199254740993'])
    expect(exact.status).toBe(0)
    expect(exact.stdout).toContain('"type":"order"')
    expect(exact.stdout.split('\n')).toHaveLength(2)
  })

  it('prints the frames around each hit, too', async () => {
    const { stdout } = await run(['show', file, '#1', '--context', '1', '--json'])
    expect(messagesOf(stdout)).toEqual(TEXTS.slice(0, 3))
  })

  it('ends with 6 if nothing fits', async () => {
    expect(await run(['show', file, 'three'])).toEqual({ status: 6, stdout: '', stderr: '' })
  })

  it('says what is wrong with a query, with a mark under the place', async () => {
    const { status, stdout, stderr } = await run(['show', file, 'two op:pinf'])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.split('\n').slice(1)).toEqual(['  two op:pinf', '         ^^^^', ''])
    expect(stderr).toContain('"pinf" is nothing that "op" can be.')
  })

  it('ends with 1 when an expression explodes, and names the frame', async () => {
    const { status, stderr } = await run(['show', file, '/^(a+)+$/'])
    expect(status).toBe(1)
    expect(stderr).toContain('The query was stopped at frame 4')
  })
})
