import { describe, expect, it } from 'vitest'
import { Queries } from '#engine/query/queries.ts'
import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryProgress } from '#shared/model/query.ts'
import { startCapture, startCaptures, tell } from '#test/engine/capture/capture-folder.ts'
import { Conversation } from '#test/engine/capture/conversation.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { ask, hitsOf, utf8 } from './asking.ts'

function talkOf(texts: readonly string[]): Conversation {
  const talk = new Conversation(seededRandom(1))
  for (const text of texts) talk.say('text', utf8(text))
  return talk
}

async function captureOf(texts: readonly string[]) {
  const captures = startCaptures()
  const { capture } = startCapture(captures)
  tell(capture, talkOf(texts).told)
  await capture.flush()
  return { captures, capture }
}

const EXPLODING = '/^(a+)+$/'
const BOMB = `${'a'.repeat(40)}!`

describe('a running query', () => {
  it('follows a capture that grows, also one that was empty when it was asked', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    const { told } = talkOf(['tick', 'tock', 'tick', 'tock', 'tick'])
    const { running, until } = await ask(capture, 'tick')
    expect(await until(({ state }) => state === 'complete')).toMatchObject({ scanned: 0, total: 0, hits: 0 })
    tell(capture, told.slice(0, 2))
    expect(await until(({ scanned }) => scanned === 2)).toMatchObject({ state: 'complete', hits: 1 })
    tell(capture, told.slice(2))
    expect(await until(({ scanned }) => scanned === 5)).toMatchObject({ state: 'complete', hits: 3, total: 5 })
    expect(running.hits(0, 100)).toEqual([0, 2, 4])
    expect(running.hits(1, 2)).toEqual([2])
  })

  it('answers with the rows of its hits, the rows around them, and the way from one to the next', async () => {
    const texts = Array.from({ length: 30 }, (_, seq) => (seq % 10 === 5 ? 'wanted' : 'other'))
    const { capture } = await captureOf(texts)
    const { running, until } = await ask(capture, 'wanted', { context: 2 })
    expect(await until(({ scanned }) => scanned === 30)).toMatchObject({ hits: 3, shown: 15 })
    const rows = await running.rows(3, 4)
    expect(rows.map(({ seq, isHit }) => [seq, isHit])).toEqual([
      [6, false],
      [7, false],
      [13, false],
      [14, false],
    ])
    expect(running.find(-1, 'next')).toEqual({ seq: 5, number: 0, position: 2 })
    expect(running.find(5, 'next')).toEqual({ seq: 15, number: 1, position: 7 })
    expect(running.find(15, 'previous')).toEqual({ seq: 5, number: 0, position: 2 })
    expect(running.find(25, 'next')).toBeNull()
    expect(running.find(5, 'previous')).toBeNull()
    expect(running.place(14)).toEqual({ position: 6, isShown: true })
    expect(running.place(20)).toEqual({ position: 10, isShown: false })
    expect(running.setContext(0)).toMatchObject({ shown: 3 })
    expect((await running.rows(0, 10)).map(({ seq }) => seq)).toEqual([5, 15, 25])
    // Rows around two hits that touch each other stand there once.
    expect(running.setContext(6)).toMatchObject({ shown: 30 })
    expect((await running.rows(0, 100)).map(({ seq }) => seq)).toEqual(texts.map((_, seq) => seq))
  })

  it('is ended by an expression that explodes, with the frame named and what was found before kept', async () => {
    const { capture } = await captureOf(['aaa', 'b', BOMB, 'aa'])
    await capture.flush()
    const { running, until } = await ask(capture, EXPLODING, { rowBudgetMs: 200 })
    const { failure } = await until(({ state }) => state === 'failed')
    expect(failure).toMatchObject({ code: 'query.too-slow', message: expect.stringContaining('frame 2') })
    expect(running.progress.state).toBe('failed')
  })

  it('is ended by an expression within a JSONPath that explodes, too', async () => {
    const { capture } = await captureOf([JSON.stringify({ a: BOMB })])
    const { until } = await ask(capture, 'json:$[?match(@, "(a+)+")]', { rowBudgetMs: 200 })
    expect((await until(({ state }) => state === 'failed')).failure?.code).toBe('query.too-slow')
  })

  it('can be cancelled in the middle of a frame', async () => {
    const { capture } = await captureOf([BOMB])
    const { running, told } = await ask(capture, EXPLODING)
    running.cancel()
    expect(told.at(-1)).toMatchObject({ state: 'cancelled', failure: null })
    expect(running.progress.state).toBe('cancelled')
  })

  it('says how many rows it could not examine', async () => {
    const deep = `${'['.repeat(5_000)}{"a":1}${']'.repeat(5_000)}`
    const { capture } = await captureOf([deep, '{"a":1}', '['.repeat(100_000)])
    const { running, until } = await ask(capture, 'json:$..a')
    expect(await until(({ scanned }) => scanned === 3)).toMatchObject({ unexamined: 1, hits: 1 })
    expect(running.hits(0, 3)).toEqual([1])
  })

  it('compares numbers by their digits', async () => {
    const { capture } = await captureOf(['{"id":9007199254740993}', '{"id":9007199254740992}', '{"id":9007199254740993.0}', '{"id":1e999}'])
    expect(await hitsOf(capture, 'json:$.id = 9007199254740993')).toEqual([0, 2])
    expect(await hitsOf(capture, 'json:$.id > 9007199254740992')).toEqual([0, 2, 3])
    expect(await hitsOf(capture, 'json:$.id = 10e998')).toEqual([3])
  })

  it('searches messages longer than a piece, in whatever pieces they came', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    const long = Buffer.alloc(5 * 1024 * 1024, 'x')
    // Across the first piece's end.
    long.write('needle', 4 * 1024 * 1024 - 3)
    const talk = new Conversation(seededRandom(2)).say('binary', long, { direction: 'out' }).say('binary', long, { fragments: 3 })
    tell(capture, talk.told)
    await capture.flush()
    expect(await hitsOf(capture, 'needle')).toEqual([0, 3])
    expect(await hitsOf(capture, '/xneedlex/')).toEqual([0, 3])
  })

  it('reads a saved file as it reads a capture that is being recorded', async () => {
    const { captures, capture } = await captureOf(['one', 'two', 'three'])
    const file = `${captures.folder}/saved.sockscope`
    await capture.saveAs(file)
    expect(await hitsOf(await captures.open(file), 't')).toEqual([1, 2])
  })

  it('fails when its capture is removed before it was examined to its end, and not afterwards', async () => {
    const { capture } = await captureOf(['one'])
    const complete = await ask(capture, 'one')
    await complete.until(({ state }) => state === 'complete')
    const stuck = await ask(capture, EXPLODING.replace('a', '.'), { rowBudgetMs: 60_000 })
    await stuck.until(({ scanned }) => scanned === 1)
    await capture.remove()
    expect(complete.running.progress).toMatchObject({ state: 'complete', hits: 1 })
  })
})

describe('the queries of an engine', () => {
  it('say what is wrong with a text, a JSONPath too, with its place', async () => {
    const { capture } = await captureOf(['{}'])
    const queries = new Queries({ reader: () => capture, onProgress: () => undefined })
    const start = (text: string) => queries.start({ capture: 'c' as CaptureId, text, context: 0, originUs: null })
    expect(await start('op:pinf')).toMatchObject({ progress: null, fault: { id: 'unknown-value', at: 3 } })
    expect(await start('a json:$.a[?foo(@)]')).toMatchObject({
      fault: { id: 'path-invalid', values: { reason: "no such function 'foo'" } },
    })
    queries.endAll()
  })

  it('make room for new ones by ending the first', async () => {
    const { capture } = await captureOf(['x'])
    const told: QueryProgress[] = []
    const queries = new Queries({ reader: () => capture, onProgress: (progress) => told.push(progress) })
    const started: QueryId[] = []
    for (let round = 0; round < 17; round++) {
      const { progress } = await queries.start({ capture: 'c' as CaptureId, text: 'x', context: 0, originUs: null })
      started.push(progress!.query)
    }
    expect(() => queries.get(started[0]!)).toThrow(expect.objectContaining({ code: 'query.unknown' }))
    expect(queries.get(started[1]!).progress.query).toBe(started[1])
    queries.endAll()
  })
})

describe('a query over a capture whose connection is forgotten', () => {
  it('still has its rows: the capture is read where it stands then', async () => {
    const { captures, capture } = await captureOf(['one', 'two', 'one'])
    await capture.finish()
    const told: QueryProgress[] = []
    const complete = Promise.withResolvers<void>()
    const queries = new Queries({
      reader: captures.reader,
      onProgress: (progress) => {
        told.push(progress)
        if (progress.scanned === 3) complete.resolve()
      },
    })
    const { progress } = await queries.start({ capture: capture.id, text: 'one', context: 0, originUs: null })
    await complete.promise
    await capture.release()
    expect((await queries.get(progress!.query).rows(0, 10)).map(({ seq }) => seq)).toEqual([0, 2])
    expect(told.at(-1)?.state).toBe('complete')
    queries.endAll()
  })
})
