import { openSync, writeSync } from 'node:fs'
import { createCaptures, openConnection } from '#engine/index.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

/**
 * Receives from URL into captures of FOLDER until it is killed: `node receiving-process.ts FOLDER URL LOG`. Prints the capture's id.
 * LOG has 16 bytes for each entry: milliseconds since the Unix epoch, and how many frames were read by then. They are written
 * at once by the system, so that a kill does not take them back.
 */
const [folder = '', url = '', log = ''] = process.argv.slice(2)
const captures = createCaptures({ folder })
const file = openSync(log, 'w')
const entry = new Float64Array(2)
let [frames, toldMs] = [0, 0]

function read(count: number): void {
  frames += count
  const nowMs = Date.now()
  if (nowMs === toldMs) return
  toldMs = nowMs
  entry.set([nowMs, frames])
  writeSync(file, entry)
}

// Where nothing is read these entries tell that the process had its turn.
setInterval(() => read(0), 5)

const capture = captures.create({ connection: 1, url, onHeld: (isHeld) => connection.hold(isHeld), onError: console.error })
// As in an app that has been open for a while: the thread that writes runs already.
await capture.flush()
const connection = openConnection(
  { ...DEFAULT_SPEC, url },
  {
    onState: (state) => void (state === 'open' && console.log(capture.id)),
    onHandshake: () => undefined,
    onRun: (run) => {
      capture.appendRun(run)
      read(run.count)
    },
    onFrame: (frame) => {
      capture.appendFrame(frame)
      read(1)
    },
    onMessage: capture.appendMessage,
    onFailure: console.error,
    onClose: () => undefined,
  },
  { userAgent: 'sockscope-test' },
)
