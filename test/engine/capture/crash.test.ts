import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CaptureId } from '#shared/model/ids.ts'
import { concat, frame } from '#test/support/frame-builder.ts'
import { startRawServer } from '#test/support/raw-server.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { startCaptures, temporaryFolder } from './capture-folder.ts'

/** All twenty: `SOCKSCOPE_CRASHES=20 npm run unit -- test/engine/capture/crash.test.ts`. */
const CRASHES = Number(process.env.SOCKSCOPE_CRASHES ?? 3)
/** What a killed process may lose, of what it had read. */
const MOST_LOST_MS = 250
const DIGITS = 10
const PADDING = '.'.repeat(190)
const BURST = 500

/** Numbered text messages of 200 bytes, as fast as they are read. */
const startFlood = () =>
  startRawServer(async ({ socket }) => {
    for (let number = 0; !socket.destroyed; number += BURST) {
      const frames = Array.from({ length: BURST }, (_, index) =>
        frame({ opcode: 1, payload: `${String(number + index).padStart(DIGITS, '0')}${PADDING}` }),
      )
      const isTaken = socket.write(concat(...frames))
      await (isTaken ? nextTurn() : new Promise((resolve) => socket.once('drain', resolve).once('close', resolve)))
    }
  })

interface Crash {
  readonly id: CaptureId
  /** Read when the process had MOST_LOST_MS left to run, and by the kill. */
  readonly readBefore: number
  readonly readInAll: number
}

async function crash(folder: string, afterMs: number): Promise<Crash> {
  const server = await startFlood()
  onTestFinished(server.close)
  const log = join(temporaryFolder(), 'log')
  const receiver = spawn(process.execPath, [join(import.meta.dirname, 'receiving-process.ts'), folder, server.url, log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void receiver.kill('SIGKILL'))
  const [id] = (await once(createInterface({ input: receiver.stdout }), 'line')) as [CaptureId]
  // The moment of the kill is what is tried out.
  await wait(afterMs)
  const killedMs = Date.now()
  receiver.kill('SIGKILL')
  await once(receiver, 'exit')
  await server.close()
  return { id, ...readUntil(killedMs, new Float64Array(new Uint8Array(readFileSync(log)).buffer)) }
}

/**
 * The log has an entry every few milliseconds. A longer gap is one in which the machine gave the process no turn; on a busy
 * machine there are many, and they do not count: neither does a process write then, whatever it promises.
 */
const MOST_GAP_MS = 20

function readUntil(killedMs: number, entries: Float64Array): Pick<Crash, 'readBefore' | 'readInAll'> {
  const readInAll = entries.at(-1) ?? 0
  let [ranMs, nextMs] = [0, killedMs]
  for (let at = entries.length - 2; at >= 0; at -= 2) {
    ranMs += Math.min(nextMs - entries[at]!, MOST_GAP_MS)
    nextMs = entries[at]!
    if (ranMs >= MOST_LOST_MS) return { readBefore: entries[at + 1]!, readInAll }
  }
  return { readBefore: 0, readInAll }
}

describe('a process killed under full load', () => {
  it(`leaves a capture that opens, without a hole, and at most ${MOST_LOST_MS} ms short: ${CRASHES} times`, {
    timeout: 30_000 * CRASHES,
  }, async () => {
    const random = seededRandom(61)
    const lost: number[] = []
    for (let round = 0; round < CRASHES; round++) {
      const captures = startCaptures()
      const { id, readBefore, readInAll } = await crash(captures.folder, 300 + random.below(1_200))
      const reader = captures.reader(id)
      const total = await reader.total()
      expect(total, `of ${readInAll} frames that were read`).toBeGreaterThanOrEqual(readBefore)
      lost.push(readInAll - total)
      for (let first = 0; first < total; ) {
        const { frames, bytes } = await reader.slice(first, { frames: 5_000, bytes: 8 * 1024 * 1024 })
        for (const { facts, message } of frames) {
          const text = Buffer.from(bytes.subarray(message!.dataStart, message!.dataStart + DIGITS)).toString()
          if (facts.seq !== first || Number(text) !== first) expect([facts.seq, text]).toEqual([first, String(first)])
          first += 1
        }
      }
      const { entries } = await captures.history.list({ search: '', first: 0, count: 10 })
      expect(entries).toMatchObject([{ id, frames: total, messages: total, close: null, damage: null }])
      await captures.close()
    }
    console.log(`Frames lost of those read, by crash: ${lost.join(', ')}`)
  })
})
