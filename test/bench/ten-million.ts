import type { Bench, BenchPart, Findings } from './bench-part.ts'
import { megabytes, thousands } from './figures.ts'
import { startReceiver } from './receiver-process.ts'

const MESSAGES = 10_000_000
const QUICK_MESSAGES = 1_000_000
const SIZE = 200
const MOST_BYTES = 300e6

/** Ten million messages, each with its number: the receiver's process fails where one is lost or out of its order. */
async function run({ isFull, folder, floods, say }: Bench): Promise<Findings> {
  const count = isFull ? MESSAGES : QUICK_MESSAGES
  const receiver = startReceiver('checked', folder)
  try {
    say(`${count.toLocaleString('en')} messages, then every row`)
    const { messages, seconds, peakBytes } = await receiver.receive(floods.urlOf({ kind: 'numbered', size: SIZE, count }), count)
    const measured = `${megabytes(peakBytes)}, over ${thousands(messages)} messages`
    return {
      columns: ['200 B text, numbered', 'messages', 'seconds', '/s', 'lost or out of order', 'peak memory'],
      rows: [['one connection', thousands(messages), seconds.toFixed(1), thousands(messages / seconds), '0', megabytes(peakBytes)]],
      goals: [
        { what: 'lost or reordered frames in 10 M', goal: '0', measured: '0', isMet: isFull ? true : null },
        {
          what: 'peak memory, 10 M × 200 B',
          goal: '≤ 300 MB',
          measured,
          isMet: isFull || peakBytes > MOST_BYTES ? peakBytes <= MOST_BYTES : null,
        },
      ],
    }
  } finally {
    await receiver.end()
  }
}

export const tenMillionPart: BenchPart = { name: 'ten-million', title: 'Ten million messages', run }
