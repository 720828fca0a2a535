import { create } from 'zustand'
import type { Failure } from '#shared/errors.ts'
import type { CopiedCode, CopyTarget } from '#shared/model/copy-as.ts'
import type { ConnectionSpec, SavedMessage } from '#shared/model/spec.ts'

/** What is written for another tool. */
export interface CopySubject {
  readonly spec: ConnectionSpec
  /** Those of the spec; what stands in the composer is the first of them, without a name. */
  readonly messages: readonly SavedMessage[]
}

interface CopyState {
  /** Null while the dialog is closed. */
  readonly subject: CopySubject | null
  readonly target: CopyTarget
  /** Indexes of the messages that are sent when it is open. */
  readonly chosen: ReadonlySet<number>
  /** Null until it is known. */
  readonly code: CopiedCode | null
  readonly failure: Failure | null
}

export const useCopy = create<CopyState>()(() => ({ subject: null, target: 'sockscope', chosen: new Set(), code: null, failure: null }))

export const changeCopy = (change: Partial<CopyState>): void => useCopy.setState(change)

export const closeCopy = (): void => changeCopy({ subject: null, code: null, failure: null })
