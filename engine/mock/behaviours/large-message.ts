import { converse } from '../conversation.ts'
import { type Exchange, numberFrom } from '../exchange.ts'
import { frameBytes } from '../frame-bytes.ts'

/** A large payload: how it begins, its numbered parts, how it ends. What is left over is filled up with spaces. */
interface Large {
  readonly isText: boolean
  readonly start: string
  readonly part: (number: number) => string | Buffer
  readonly end: string
}

const FORMS: Readonly<Record<string, Large>> = {
  text: { isText: true, start: '', part: (number) => `line ${number}: the quick brown fox jumps over the lazy dog\n`, end: '' },
  json: {
    isText: true,
    start: '{"trades":[{"id":0}',
    part: (number) => `,\n{"id":${number + 1},"symbol":"BTC-USD","price":"64123.50"}`,
    end: ']}',
  },
  csv: { isText: true, start: 'id,symbol,price\n', part: (number) => `${number},BTC-USD,64123.50\n`, end: '' },
  xml: {
    isText: true,
    start: '<trades>\n',
    part: (number) => `  <trade id="${number}"><price>64123.50</price></trade>\n`,
    end: '</trades>',
  },
  binary: { isText: false, start: '', part: numbered, end: '' },
}

const WRITE_BYTES = 256 * 1024

/** Sends one message in one frame, piece by piece, as fast as the client reads. */
export function sendLarge(exchange: Exchange): void {
  const { query, socket } = exchange
  const form = FORMS[query.get('as') ?? 'text'] ?? FORMS.text
  const total = Math.floor(numberFrom(query, 'mb', 100, 0.001, 1_000) * 1_000_000)
  const conversation = converse(exchange, { onMessage: () => undefined })
  if (!conversation || !form) return
  // The header alone: it announces what is written below.
  const header = frameBytes({ opcode: form.isText ? 1 : 2, payload: Buffer.alloc(0), announcedLength: total })
  const pieces = piecesOf(form, total)
  let next: Buffer | undefined = header
  const go = (): void => {
    while (next && conversation.isOpen) {
      const hasRoom = conversation.write(next)
      next = pieces.next().value ?? undefined
      if (!hasRoom && next) {
        socket.once('drain', go)
        return
      }
    }
  }
  go()
}

function* piecesOf({ start, part, end }: Large, total: number): Generator<Buffer, void, undefined> {
  const last = Buffer.from(end)
  let left = total - last.length
  let [waiting, waitingBytes]: [Buffer[], number] = [[Buffer.from(start)], Buffer.byteLength(start)]
  for (let number = 0; ; number++) {
    const bytes = Buffer.from(part(number))
    if (waitingBytes + bytes.length > left) break
    waiting.push(bytes)
    waitingBytes += bytes.length
    if (waitingBytes < WRITE_BYTES) continue
    yield Buffer.concat(waiting)
    left -= waitingBytes
    ;[waiting, waitingBytes] = [[], 0]
  }
  // White space may stand at the end of every one of the forms but bytes, where it is as good as any.
  yield Buffer.concat([...waiting, Buffer.alloc(Math.max(0, left - waitingBytes), ' '), last])
}

/** Sixteen bytes that say where they stand. */
function numbered(number: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeBigUInt64BE(BigInt(number * 16), 0)
  bytes.writeDoubleLE(number / 7, 8)
  return bytes
}
