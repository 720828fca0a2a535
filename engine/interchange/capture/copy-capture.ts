import type { Capture } from '#engine/capture/capture.ts'
import type { Captures } from '#engine/capture/captures.ts'
import { AppError, type Failure } from '#shared/errors.ts'
import type { FrameItem, ItemBatches } from './captured-items.ts'

/**
 * Writes items as a `.sockscope` file, by way of a capture of its own. Frames and messages are numbered anew, without gaps:
 * of a selection, the first frame is frame 0.
 *
 * @throws AppError 'capture.disk'
 */
export async function copyCapture(captures: Captures, connection: number, batches: ItemBatches, path: string): Promise<void> {
  const failures: Failure[] = []
  const capture = captures.create({ connection, onHeld: () => undefined, onError: (failure) => failures.push(failure) })
  const numbers = new Numbers()
  try {
    for await (const items of batches) {
      for (const item of items) {
        if (item.kind === 'event') capture.appendEvent(item.event)
        else appendFrame(capture, numbers, item)
      }
      // One batch at a time: the disk may be slower than the source.
      await capture.flush()
      const [failure] = failures
      if (failure) throw new AppError(failure.code, failure.message, { hint: failure.hint })
    }
    await capture.saveAs(path)
  } finally {
    await capture.remove()
  }
}

function appendFrame(capture: Capture, numbers: Numbers, { frame, message }: FrameItem): void {
  const seq = numbers.nextSeq()
  const number = frame.facts.message === null ? null : numbers.message(frame.facts.message, seq)
  capture.appendFrame({ facts: { ...frame.facts, seq, message: number?.message ?? null }, wire: frame.wire })
  if (message === null || number === null) return
  capture.appendMessage({
    facts: { ...message.facts, message: number.message, firstSeq: number.firstSeq, lastSeq: seq },
    data: message.data,
  })
  numbers.forget(message.facts.message)
}

interface NewNumber {
  readonly message: number
  readonly firstSeq: number
}

/** Old numbers and new ones. Only messages that are not finished are remembered. */
class Numbers {
  #seq = 0
  #messages = 0
  readonly #open = new Map<number, NewNumber>()

  nextSeq(): number {
    return this.#seq++
  }

  message(old: number, seq: number): NewNumber {
    const known = this.#open.get(old)
    if (known) return known
    const made = { message: this.#messages++, firstSeq: seq }
    this.#open.set(old, made)
    return made
  }

  forget(old: number): void {
    this.#open.delete(old)
  }
}
