import { type AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { CapturedFrame, CapturedMessage } from '../tap/captured.ts'
import type { FrameRun } from '../tap/frame-run.ts'
import { BatchBuilder, type RunPart } from './batch-builder.ts'
import type { Capture, CapturedEvent } from './capture.ts'
import { captureReader } from './capture-reader.ts'
import { CaptureCount } from './capture-tally.ts'
import type { WorkerLink } from './worker-link.ts'

/** What was appended is on its way to the disk after this long. */
const FLUSH_AFTER_MS = 50

/** The connection is held back above the first, released below the second. */
const HELD = { batches: 16, bytes: 32 * 1024 * 1024 } as const
const RELEASED = { batches: 8, bytes: 16 * 1024 * 1024 } as const
/** Held back also when a batch waits this long: a process that is killed loses what waits, and that is not to be much older. */
export const HELD_AFTER_MS = 100

export interface CaptureOptions {
  readonly connection: number
  /** Of the connection, for the history. */
  readonly url: string
  /** Made on the way to something else, and removed soon: it is not in the history. */
  readonly isScratch?: boolean
  /** The disk is slower than the wire: true asks the connection to stop reading, false to go on. */
  readonly onHeld: (isHeld: boolean) => void
  /** Recording has stopped; told at most once. What was recorded stays readable, what is appended from here on is dropped. */
  readonly onError: (failure: Failure) => void
}

interface LiveCaptureOptions extends CaptureOptions {
  /** That the worker made the folder. */
  readonly created: Promise<void>
  readonly heldAfterMs: number
  /** Nothing more will come. */
  readonly onFinished: () => void
  /** It is not the recorder's any more. */
  readonly onReleased: () => void
}

/** The main side of one capture: gathers, posts, and keeps count of what is under way. */
export class LiveCapture implements Capture {
  readonly id: CaptureId
  readonly #number: number
  readonly #link: WorkerLink
  readonly #options: LiveCaptureOptions
  readonly #count = new CaptureCount()
  #builder: BatchBuilder | null = new BatchBuilder()
  #timer: NodeJS.Timeout | null = null
  /** When each batch under way was posted (performance.now), oldest first. */
  readonly #postedMs: number[] = []
  #bytesUnderWay = 0
  #isHeld = false
  #failure: Failure | null = null
  #isFinished = false
  #finishing: Promise<void> = Promise.resolve()

  constructor(id: CaptureId, number: number, link: WorkerLink, options: LiveCaptureOptions) {
    this.id = id
    this.#number = number
    this.#link = link
    this.#options = options
    options.created.catch(this.#fail)
  }

  readonly appendRun = (run: FrameRun): void => {
    for (let done: RunPart = { count: 0, bytes: 0, dataBytes: 0 }; done.count < run.count; ) {
      if (this.#builder?.isFull) this.#post()
      if (this.#builder === null) return
      const added = this.#builder.addRun(run, done)
      this.#count.addRun(added.count, added.bytes, run.timeUs)
      done = { count: done.count + added.count, bytes: done.bytes + added.bytes, dataBytes: done.dataBytes + added.dataBytes }
    }
    this.#postSoon()
  }

  readonly appendFrame = (frame: CapturedFrame): void => {
    if (this.#builder?.isFull) this.#post()
    this.#builder?.addFrame(frame)
    this.#count.addFrame(frame.facts, frame.wire.length)
    this.#postSoon()
  }

  readonly appendMessage = (message: CapturedMessage): void => {
    this.#builder?.addMessage(message)
    this.#count.addMessage(message.facts)
    this.#postSoon()
  }

  readonly appendEvent = (event: CapturedEvent): void => {
    this.#builder?.addEvent(JSON.stringify(event))
    this.#postSoon()
  }

  // Asked behind what was appended so far.
  readonly #reader = captureReader((name, input, transfer) => this.#link.call(name, { ...input, capture: this.#posted() }, transfer))
  readonly rows = this.#reader.rows
  readonly rowsOf = this.#reader.rowsOf
  readonly frame = this.#reader.frame
  readonly payload = this.#reader.payload
  readonly slice = this.#reader.slice
  readonly events = this.#reader.events
  readonly sum = this.#reader.sum
  readonly seqAt = this.#reader.seqAt
  readonly messageBeside = this.#reader.messageBeside
  readonly notes = this.#reader.notes
  readonly annotate = this.#reader.annotate
  readonly total = this.#reader.total
  readonly tally = this.#reader.tally
  readonly share = this.#reader.share

  readonly flush = () => this.#link.call('flush', { capture: this.#posted() })
  readonly saveAs = (path: string) => this.#link.call('saveAs', { capture: this.#posted(), path })

  /** More may be appended. */
  get isRecorded(): boolean {
    return !this.#isFinished
  }

  /** Resolves when what `finish` was asked for is done; at once if it was not asked. */
  get finished(): Promise<void> {
    return this.#finishing
  }

  readonly finish = (): Promise<void> => {
    const finishing = this.#finish()
    // Whoever asked for it hears of a failure.
    this.#finishing = finishing.catch(() => undefined)
    return finishing
  }

  async #finish(): Promise<void> {
    const capture = this.#posted()
    this.#builder = null
    try {
      await this.#link.call('finish', { capture, stopped: this.#failure })
    } finally {
      this.#isFinished = true
      this.#options.onFinished()
    }
  }

  /** Records no more, and tells so. */
  readonly stop = (failure: AppError): void => {
    this.#post()
    this.#fail(failure)
  }

  readonly release = (): Promise<void> => this.#close(false)
  readonly remove = (): Promise<void> => this.#close(true)

  async #close(remove: boolean): Promise<void> {
    this.#builder = null
    this.#options.onReleased()
    await this.#link.call('close', { capture: this.#number, remove })
  }

  /** Posts what was gathered: the worker takes requests in order, so it is written when the next question is answered. */
  #posted(): number {
    this.#post()
    return this.#number
  }

  #postSoon(): void {
    if (this.#timer !== null || this.#builder === null) return
    this.#timer = setTimeout(() => this.#post(), FLUSH_AFTER_MS)
    this.#timer.unref()
  }

  #post(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#builder === null || this.#builder.isEmpty) return
    const batch = { ...this.#builder.take(), tally: this.#count.tally }
    const sizeBytes = batch.body.length + batch.wire.length + batch.data.length
    this.#postedMs.push(performance.now())
    this.#tellUnderWay(sizeBytes)
    this.#link
      .call('append', { capture: this.#number, batch }, [batch.body.buffer, batch.wire.buffer, batch.data.buffer])
      .then((written) => this.#builder?.giveBack(written), this.#fail)
      .finally(() => {
        // Answers come in the order of the questions.
        this.#postedMs.shift()
        this.#tellUnderWay(-sizeBytes)
      })
  }

  #tellUnderWay(bytes: number): void {
    this.#bytesUnderWay += bytes
    const batches = this.#postedMs.length
    const isLate = performance.now() - (this.#postedMs[0] ?? Number.POSITIVE_INFINITY) > this.#options.heldAfterMs
    const isOver = batches > HELD.batches || this.#bytesUnderWay > HELD.bytes || isLate
    const isUnder = batches < RELEASED.batches && this.#bytesUnderWay < RELEASED.bytes && !isLate
    if (this.#isHeld ? !isUnder : !isOver) return
    this.#isHeld = !this.#isHeld
    this.#options.onHeld(this.#isHeld)
  }

  readonly #fail = (error: unknown): void => {
    if (this.#failure !== null) return
    this.#failure = failureOf(error)
    this.#builder = null
    this.#options.onError(this.#failure)
  }
}
