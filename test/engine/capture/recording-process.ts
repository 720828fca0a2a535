import { createCaptures } from '#engine/capture/captures.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { Conversation } from './conversation.ts'

/**
 * Records until it is killed: `node recording-process.ts FOLDER SEED FRAMES`. Prints the capture's id, then how many
 * frames are on disk for certain, now and then, and goes on appending meanwhile.
 */
const [folder = '', seed = '', frames = ''] = process.argv.slice(2)
const { told } = new Conversation(seededRandom(Number(seed))).ramble(Number(frames))
const captures = createCaptures({ folder })
const capture = captures.create({ connection: 1, url: '', onHeld: () => undefined, onError: (failure) => console.error(failure) })
console.log(capture.id)
let written = Promise.resolve()
for (let seq = 0; seq < told.length; seq += 100) {
  for (const { frame, message } of told.slice(seq, seq + 100)) {
    capture.appendFrame(frame)
    if (message !== null) capture.appendMessage(message)
  }
  // One batch is being written while the next is gathered: a kill may hit anywhere.
  await written
  written = capture.flush().then(() => console.log(Math.min(seq + 100, told.length)))
}
// It does not end by itself.
setInterval(() => undefined, 1_000)
