import { create } from 'zustand'
import { type Failure, failureOf } from '#shared/errors.ts'

/** A line that appears for a while at the foot of the window: what was done (with its undo), or what failed. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly failure: Failure | null
  readonly action: { readonly text: string; readonly run: () => void } | null
  /** Called once when it went away without its action: what could have been undone is now done for good. */
  readonly onGone: (() => void) | null
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }))

/** Beyond this the oldest that are no failures make room. */
const MAX_NOTICES = 4

let nextNotice = 1

export function notify(text: string, action: Notice['action'] = null, onGone: Notice['onGone'] = null): void {
  add({ id: nextNotice++, text, failure: null, action, onGone })
}

/** Shows a failure once. Use as the last link of a chain that nobody else waits for: `.catch(notifyFailure)`. */
export function notifyFailure(error: unknown): void {
  const failure = failureOf(error)
  add({ id: nextNotice++, text: failure.message, failure, action: null, onGone: null })
}

function add(notice: Notice): void {
  const before = useNotices.getState().notices
  const notices = withNotice(before, notice)
  useNotices.setState({ notices })
  for (const gone of before) if (!notices.includes(gone)) gone.onGone?.()
}

/** Adds a notice at the end. The same failure again takes the place of the first; failures never make room for others. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  const isSame = (other: Notice): boolean =>
    other.failure !== null && other.failure.code === notice.failure?.code && other.text === notice.text
  const others = notices.filter((other) => !isSame(other))
  const surplus = others.length + 1 - MAX_NOTICES
  const leaving = others.filter((other) => other.failure === null).slice(0, Math.max(0, surplus))
  return [...others.filter((other) => !leaving.includes(other)), notice]
}

export function dismissNotice(id: number): void {
  const gone = take(id)
  gone?.onGone?.()
}

/** Does what the notice offers, and takes it away. */
export function actOnNotice(id: number): void {
  take(id)?.action?.run()
}

function take(id: number): Notice | undefined {
  const { notices } = useNotices.getState()
  useNotices.setState({ notices: notices.filter((notice) => notice.id !== id) })
  return notices.find((notice) => notice.id === id)
}
