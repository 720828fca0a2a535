import type { CapturedEvent } from '#engine/capture/capture.ts'

/** What a writer may know before the first item. */
export interface ExportContext {
  /** All events of the capture, redacted as the items are. */
  readonly events: readonly CapturedEvent[]
  /** Of Sockscope, e.g. '0.1.0'. */
  readonly version: string
}

/** What is written, in pieces of any size. */
export type Pieces = AsyncGenerator<Uint8Array | string>
