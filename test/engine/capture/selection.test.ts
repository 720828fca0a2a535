import { describe, expect, it } from 'vitest'
import type { Capture } from '#engine/capture/capture.ts'
import { selectedSeqs, sumSelected } from '#engine/capture/selected-ranges.ts'
import { copyFrames } from '#engine/interchange/capture/copy-frames.ts'
import { NO_FRAMES } from '#shared/model/frame-selection.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { startCapture, startCaptures, tell } from './capture-folder.ts'
import { Conversation, type Told } from './conversation.ts'

function recorded(frames: number): { readonly capture: Capture; readonly told: readonly Told[] } {
  const { told } = new Conversation(seededRandom(5)).ramble(frames)
  const { capture } = startCapture(startCaptures())
  tell(capture, told)
  return { capture, told }
}

const odd = {
  *shownSeqs(first: number, end: number) {
    for (let seq = first; seq < end; seq++) if (seq % 2 === 1) yield seq
  },
}

describe('what was chosen of a capture', () => {
  it('is counted by direction, over batches, and only where it is shown', async () => {
    const { capture, told } = recorded(12_000)
    const ranges = [
      { first: 10, end: 20 },
      { first: 4_990, end: 11_000 },
    ]
    for (const shown of [null, odd]) {
      const facts = [...selectedSeqs(ranges, shown)].map((seq) => told[seq]!.frame.facts)
      const [sent, received] = [facts.filter(({ direction }) => direction === 'out'), facts.filter(({ direction }) => direction === 'in')]
      const bytes = (of: typeof facts, what: 'wireLength' | 'payloadLength') => of.reduce((sum, each) => sum + each[what], 0)
      expect(await sumSelected(capture, ranges, shown)).toEqual({
        frames: facts.length,
        framesIn: received.length,
        framesOut: sent.length,
        wireBytesIn: bytes(received, 'wireLength'),
        wireBytesOut: bytes(sent, 'wireLength'),
        payloadBytesIn: bytes(received, 'payloadLength'),
        payloadBytesOut: bytes(sent, 'payloadLength'),
        firstUs: facts[0]!.timeUs,
        lastUs: facts.at(-1)!.timeUs,
      })
    }
  })

  it('is nothing behind the end', async () => {
    const { capture } = recorded(10)
    expect(await sumSelected(capture, [{ first: 50, end: 1e12 }], null)).toEqual(NO_FRAMES)
    expect((await sumSelected(capture, [{ first: 8, end: 1e12 }], null)).frames).toBe(2)
  })

  it('is copied as lines of text, as hex, as records and as a table', async () => {
    const { capture, told } = recorded(300)
    const at = told.findIndex(({ message }) => message?.facts.kind === 'text' && message.facts.frames === 1)
    const { data } = told[at]!.message!
    expect(await copyFrames(capture, [at], 'text')).toBe(Buffer.from(data).toString('utf8'))
    expect(await copyFrames(capture, [at], 'hex')).toBe(Buffer.from(data).toString('hex'))
    const records = (await copyFrames(capture, [at], 'ndjson')).split('\n').map((line) => JSON.parse(line) as { type: string })
    expect(records.map(({ type }) => type)).toEqual(['frame', 'message'])
    expect((await copyFrames(capture, [at], 'csv')).split('\r\n')[1]).toMatch(new RegExp(`^${at},`))
  })

  it('is not copied where it is too much for a clipboard', async () => {
    const { capture } = recorded(10)
    const large = new Conversation(seededRandom(6)).ramble(0)
    for (let index = 0; index < 20; index++) large.say('text', Buffer.alloc(1024 * 1024, 'x'), { direction: 'in' })
    const { capture: heavy } = startCapture(startCaptures())
    tell(heavy, large.told)
    await expect(copyFrames(heavy, selectedSeqs([{ first: 0, end: 20 }], null), 'text')).rejects.toMatchObject({ code: 'copy.too-large' })
    expect(await copyFrames(capture, selectedSeqs([{ first: 0, end: 1e12 }], null), 'hex')).toContain('\n')
  })
})

describe('a place in a capture', () => {
  it('is found by time', async () => {
    const { capture, told } = recorded(12_000)
    for (const seq of [0, 1, 4_999, 5_000, 11_999]) {
      const { timeUs } = told[seq]!.frame.facts
      const first = told.findIndex(({ frame }) => frame.facts.timeUs >= timeUs)
      expect(await capture.seqAt(timeUs)).toBe(first)
    }
    expect(await capture.seqAt(Number.MAX_SAFE_INTEGER)).toBe(12_000)
    expect(await capture.seqAt(-1)).toBe(0)
  })

  it('is found by the message beside it', async () => {
    const { capture, told } = recorded(600)
    const ends = told.flatMap(({ message }, seq) => (message ? [seq] : []))
    for (const seq of [0, 7, 100, 599]) {
      expect(await capture.messageBeside(seq, 'next')).toBe(ends.find((end) => end > seq) ?? null)
      expect(await capture.messageBeside(seq, 'previous')).toBe(ends.findLast((end) => end < seq) ?? null)
    }
  })
})
