import { create } from 'zustand'
import { type Failure, failureOf } from '#shared/errors.ts'

/** A line that appears for a while at the foot of the window: what was done (with its undo), or what failed. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly failure: Failure | null
  readonly action: { readonly text: string; readonly run: () => void } | null
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }))

let nextNotice = 1

export function notify(text: string, action: Notice['action'] = null): void {
  add({ id: nextNotice++, text, failure: null, action })
}

/** Shows a failure once. Use as the last link of a chain that nobody else waits for: `.catch(notifyFailure)`. */
export function notifyFailure(error: unknown): void {
  const failure = failureOf(error)
  add({ id: nextNotice++, text: failure.message, failure, action: null })
}

function add(notice: Notice): void {
  useNotices.setState(({ notices }) => ({ notices: [...notices, notice].slice(-4) }))
}

export const dismissNotice = (id: number): void =>
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
