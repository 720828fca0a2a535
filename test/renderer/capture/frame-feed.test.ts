import { describe, expect, it } from 'vitest'
import { FrameFeed, type PullRows } from '#renderer/capture/frame-feed.ts'
import type { FrameRow } from '#shared/model/frame.ts'

const rowAt = (seq: number): FrameRow => ({
  seq,
  timeUs: seq,
  direction: 'in',
  fin: true,
  rsv: 0,
  opcode: 1,
  masked: false,
  maskKey: null,
  headerLength: 2,
  payloadLength: 0,
  wireLength: 2,
  message: seq,
  violation: null,
  kind: 'text',
  compressed: false,
  messageLength: 0,
  messageFrames: 1,
  preview: '',
  previewKind: 'empty',
})

const rows = (first: number, count: number): FrameRow[] => Array.from({ length: count }, (_, index) => rowAt(first + index))

interface Asked {
  readonly first: number
  readonly count: number
  readonly answer: () => Promise<void>
  readonly refuse: (error: Error) => Promise<void>
}

/** A feed whose pulls are answered when the test says so. */
function feedByHand() {
  const asked: Asked[] = []
  const failures: unknown[] = []
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  const pull: PullRows = (first, count) =>
    new Promise((resolve, reject) => {
      asked.push({
        first,
        count,
        answer: () => {
          resolve(rows(first, count))
          return settled()
        },
        refuse: (error) => {
          reject(error)
          return settled()
        },
      })
    })
  return { feed: new FrameFeed(pull, (error) => failures.push(error)), asked, failures }
}

describe('the feed of a frame list that follows the tail', () => {
  it('shows the tail when its rows have arrived, never before', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(1000, 20)
    expect(asked.map(({ first, count }) => [first, count])).toEqual([[980, 20]])
    expect(feed.shown).toBe(0)
    await asked[0]!.answer()
    expect(feed.shown).toBe(1000)
    expect(feed.row(999)?.seq).toBe(999)
  })

  it('has one pull under way, and takes the newest tail next', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(100, 20)
    for (const total of [200, 300, 400]) feed.grow(total, 20)
    expect(asked).toHaveLength(1)
    await asked[0]!.answer()
    expect(asked.slice(1).map(({ first, count }) => [first, count])).toEqual([[380, 20]])
    await asked[1]!.answer()
    expect(feed.shown).toBe(400)
    expect(asked).toHaveLength(2)
  })

  it('asks for what is new only, where that is less than the view', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(100, 20)
    await asked[0]!.answer()
    feed.grow(103, 20)
    expect([asked[1]!.first, asked[1]!.count]).toEqual([100, 3])
  })

  it('says why a pull failed, and pulls again when more comes', async () => {
    const { feed, asked, failures } = feedByHand()
    feed.grow(10, 5)
    const error = new Error('the disk is gone')
    await asked[0]!.refuse(error)
    expect(failures).toEqual([error])
    feed.grow(11, 5)
    await asked[1]!.answer()
    expect(feed.shown).toBe(11)
  })
})

describe('the feed of a frame list that was scrolled away', () => {
  it('grows at once and asks for nothing', () => {
    const { feed, asked } = feedByHand()
    feed.grow(5_000_000, 0)
    expect(feed.shown).toBe(5_000_000)
    expect(asked).toEqual([])
  })

  it('pulls the pages in view, each once', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(1000, 0)
    feed.look(120, 20)
    feed.look(121, 20)
    expect(asked.map(({ first, count }) => [first, count])).toEqual([
      [0, 128],
      [128, 128],
    ])
    for (const { answer } of asked) await answer()
    feed.look(120, 20)
    expect(asked).toHaveLength(2)
    expect([feed.row(120)?.seq, feed.row(139)?.seq]).toEqual([120, 139])
  })

  it('pulls a page again that has grown since', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(10, 10)
    await asked[0]!.answer()
    feed.grow(20, 0)
    feed.look(0, 20)
    expect(asked).toHaveLength(2)
  })

  it('tells its listeners of every change until they have heard enough', async () => {
    const { feed, asked } = feedByHand()
    let heard = 0
    const stop = feed.subscribe(() => heard++)
    feed.grow(10, 0)
    feed.look(0, 10)
    const versionBefore = feed.version()
    await asked[0]!.answer()
    expect(heard).toBe(2)
    expect(feed.version()).not.toBe(versionBefore)
    stop()
    feed.grow(11, 0)
    expect(heard).toBe(2)
  })

  it('keeps a bounded number of rows, those looked at last', async () => {
    const { feed, asked } = feedByHand()
    feed.grow(100_000, 0)
    for (let first = 0; first < 100_000; first += 128) {
      feed.look(first, 1)
      await asked.at(-1)!.answer()
    }
    const kept = Array.from({ length: 100_000 }, (_, seq) => feed.row(seq)).filter(Boolean).length
    expect(kept).toBeLessThanOrEqual(48 * 128)
    expect(feed.row(99_999)?.seq).toBe(99_999)
    expect(feed.row(0)).toBeUndefined()
  })
})
