import { readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Exports } from '#engine/interchange/exports.ts'
import type { ExportFrames, ExportProgress } from '#shared/model/export.ts'
import type { QueryId } from '#shared/model/ids.ts'
import { startCapture, startCaptures, tell, temporaryFolder } from '#test/engine/capture/capture-folder.ts'
import { Conversation, type Told } from '#test/engine/capture/conversation.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const { told } = new Conversation(seededRandom(31)).ramble(400)

/** A query that shows every third frame. */
const THIRDS = {
  *shownSeqs(first: number, end: number) {
    for (let seq = first; seq < end; seq++) if (seq % 3 === 0) yield seq
  },
}

async function exportedSeqs(frames: ExportFrames): Promise<number[]> {
  const captures = startCaptures()
  const { capture } = startCapture(captures)
  tell(capture, told)
  const ended = Promise.withResolvers<ExportProgress>()
  const exports = new Exports({
    captures,
    folder: temporaryFolder(),
    version: 'test',
    shown: () => THIRDS,
    onProgress: (progress) => progress.state !== 'running' && ended.resolve(progress),
  })
  onTestFinished(() => exports.close())
  const { id } = exports.start({ capture: capture.id, frames, redaction: null, format: 'ndjson' })
  expect(await ended.promise).toMatchObject({ state: 'done', failure: null })
  const records = readFileSync(exports.file(id), 'utf8').trimEnd().split('\n')
  return records
    .map((line) => JSON.parse(line) as { type: string; seq: number })
    .flatMap(({ type, seq }) => (type === 'message' ? [] : [seq]))
}

/** The frames, and the others of their messages. */
function withMessages(wanted: readonly number[], all: readonly Told[]): number[] {
  const finished = new Set(all.flatMap(({ message }) => (message ? [message.facts.message] : [])))
  const messages = new Set(wanted.flatMap((seq) => all[seq]!.row.message ?? []).filter((message) => finished.has(message)))
  return all.flatMap(({ row }) => (wanted.includes(row.seq) || (row.message !== null && messages.has(row.message)) ? [row.seq] : []))
}

describe('an export of what was chosen', () => {
  const ranges = [
    { first: 5, end: 9 },
    { first: 100, end: 300 },
  ]
  const inRanges = told.map(({ row }) => row.seq).filter((seq) => ranges.some(({ first, end }) => seq >= first && seq < end))

  it('has the frames of the ranges, and the rest of their messages', async () => {
    expect(await exportedSeqs({ kind: 'frames', selection: { ranges, query: null } })).toEqual(withMessages(inRanges, told))
  })

  it('has only those that the query shows', async () => {
    const wanted = inRanges.filter((seq) => seq % 3 === 0)
    // There is no such query; `shown` answers for it.
    const query = 1 as QueryId
    expect(await exportedSeqs({ kind: 'frames', selection: { ranges, query } })).toEqual(withMessages(wanted, told))
  })
})
