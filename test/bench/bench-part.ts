import type { FloodServer } from './flood.ts'

/** One question that `npm run bench` answers. To add one: a file with a part, and a line in parts.ts. */
export interface BenchPart {
  /** For `--only`, and for its place in docs/performance.md. */
  readonly name: string
  readonly title: string
  readonly run: (bench: Bench) => Promise<Findings>
}

export interface Bench {
  /** As long as it takes to judge by; otherwise as short as shows a trend. */
  readonly isFull: boolean
  /** Temporary, for this part alone. */
  readonly folder: string
  readonly floods: FloodServer
  /** Says what goes on, on the way. */
  readonly say: (line: string) => void
}

export interface Findings {
  /** The first column is text, the others stand right. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What to know about these figures; what was left out, and why. */
  readonly notes?: readonly string[]
  readonly goals?: readonly Goal[]
}

export interface Goal {
  readonly what: string
  readonly goal: string
  readonly measured: string
  /** Null where this run was too short to tell. */
  readonly isMet: boolean | null
}
