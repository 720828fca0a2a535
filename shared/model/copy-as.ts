/** Tools and languages a spec can be written for. */
export const COPY_TARGETS = ['sockscope', 'wscat', 'websocat', 'curl', 'node', 'python', 'browser', 'k6'] as const
export type CopyTarget = (typeof COPY_TARGETS)[number]

export interface CopiedCode {
  readonly text: string
  /** What the tool cannot do, or does otherwise; a sentence each. */
  readonly remarks: readonly string[]
}
