import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine } from '#engine/index.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { answerReceives } from './receiving.ts'

/** What Sockscope does: a whole engine, as the hosts run it. Every frame is in the capture when its time ends. */

const folder = process.argv[2]
assert(folder)
const engine = await createEngine({ dataFolder: folder, workspaceFolder: join(folder, 'workspace'), version: 'bench' })
const { handlers } = engine

answerReceives(async (url) => {
  const closed = Promise.withResolvers<ConnectionSummary>()
  const unlisten = engine.onEvent((name, payload) => {
    // A change of a connection comes with its summary.
    if (name === 'connection.changed' && (payload as ConnectionSummary).state === 'closed') closed.resolve(payload as ConnectionSummary)
  })
  const { id } = await handlers['connection.open']({ spec: { ...DEFAULT_SPEC, url }, origin: null })
  const { capture, counters, failure } = await closed.promise
  unlisten()
  assert.equal(failure, null)
  const total = counters.framesIn + counters.framesOut
  // Answered behind everything that is to be written, from what is written.
  const [last] = await handlers['capture.rows']({ capture, first: total - 1, count: 1 })
  assert.equal(last?.seq, total - 1)
  const cleanUp = async () => {
    await handlers['connection.forget']({ id })
    rmSync(join(folder, 'captures', capture), { recursive: true })
  }
  return { messages: counters.messagesIn, cleanUp }
})

process.on('disconnect', () => void engine.close())
