import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { captureFlood, startBenchEngine } from '../flooded-capture.ts'
import { answerReceives } from './receiving.ts'

/** What Sockscope does: every frame is in the capture when its time ends. */

const folder = process.argv[2]
assert(folder)
const engine = await startBenchEngine(folder)

answerReceives(async (url) => {
  const { id, capture, messages } = await captureFlood(engine, url)
  const cleanUp = async () => {
    await engine.handlers['connection.forget']({ id })
    rmSync(join(folder, 'captures', capture), { recursive: true })
  }
  return { messages, cleanUp }
})

process.on('disconnect', () => void engine.close())
