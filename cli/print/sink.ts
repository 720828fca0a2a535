import type { LineOutput } from '#engine/index.ts'

/** Above this much text waiting for a slow reader, the source of the text is asked to pause. */
const FULL_CHARACTERS = 1024 * 1024
/** One write for so many characters, or for what one turn of the event loop brought. */
const BATCH_CHARACTERS = 64 * 1024

export interface SinkListener {
  /** The reader is slower than the source (true), or has caught up (false). */
  readonly onFull: (isFull: boolean) => void
  /** Nobody reads any more: `| head` has seen enough. Told once. */
  readonly onBroken: () => void
}

export interface Sink extends LineOutput {
  /** Takes text as it is, e.g. what redraws a typed line. */
  readonly write: (text: string) => void
  readonly listen: (listener: SinkListener) => void
  /** Everything written has been taken by the operating system, or nobody reads any more. */
  readonly flush: () => Promise<void>
}

/** Lines to a stream, written in batches, with back-pressure; a reader that went away is no error. */
export function createSink(stream: NodeJS.WriteStream): Sink {
  let batch: string[] = []
  let batchCharacters = 0
  let isScheduled = false
  let isBroken = false
  let isFull = false
  let listener: SinkListener = { onFull: () => undefined, onBroken: () => undefined }

  const setFull = (full: boolean): void => {
    if (full === isFull) return
    isFull = full
    listener.onFull(full)
  }
  const writeBatch = (): void => {
    isScheduled = false
    if (batch.length === 0 || isBroken) return
    const text = batch.join('')
    batch = []
    batchCharacters = 0
    stream.write(text)
    if (stream.writableLength > FULL_CHARACTERS) setFull(true)
  }
  const schedule = (): void => {
    if (!isScheduled) setImmediate(writeBatch)
    isScheduled = true
  }
  const write = (text: string): void => {
    if (isBroken) return
    batch.push(text)
    batchCharacters += text.length
    if (batchCharacters > BATCH_CHARACTERS) writeBatch()
    else schedule()
  }
  stream.on('drain', () => setFull(false))
  // EPIPE, or a terminal that was closed: whatever it is, there is nobody left to tell.
  stream.on('error', () => {
    if (isBroken) return
    isBroken = true
    setFull(false)
    listener.onBroken()
  })

  return {
    write,
    line: (text) => write(`${text}\n`),
    listen: (next) => {
      listener = next
    },
    flush: () => {
      writeBatch()
      // The callback comes after everything before it, and also when the stream failed.
      return new Promise((resolve) => stream.write('', () => resolve()))
    },
  }
}
