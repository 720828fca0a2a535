import assert from 'node:assert/strict'
import { decodeRows } from '#shared/model/row-page.ts'
import { NUMBER_DIGITS } from '../flood-messages.ts'
import { captureFlood, startBenchEngine } from '../flooded-capture.ts'
import { answerReceives } from './receiving.ts'

/** As captured.ts, of a numbered flood; afterwards every row is read, and has to be the next. */

const PAGE_ROWS = 1000

const folder = process.argv[2]
assert(folder)
const engine = await startBenchEngine(folder)

answerReceives(async (url) => {
  const { capture, messages, total } = await captureFlood(engine, url)
  const cleanUp = async () => {
    let next = 0
    for (let first = 0; first < total; first += PAGE_ROWS) {
      const rows = decodeRows(await engine.handlers['capture.rows']({ capture, first, count: PAGE_ROWS }))
      for (const [index, { seq, opcode, preview }] of rows.entries()) {
        assert.equal(seq, first + index)
        if (opcode === 1) assert.equal(Number(preview.slice(0, NUMBER_DIGITS)), next++)
      }
    }
    assert.equal(next, messages)
  }
  return { messages, cleanUp }
})

process.on('disconnect', () => void engine.close())
