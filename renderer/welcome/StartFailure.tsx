import { AppError, failureOf } from '#shared/errors.ts'
import { FailureNote } from '../ui/FailureNote.tsx'

const LOST = new AppError('bridge.lost', 'The connection between this window and the engine ended.', {
  hint: 'Start Sockscope again, then reload this window.',
})

/** The whole window, when the engine could not be reached, or was and is gone (error null). */
export function StartFailure({ error }: { readonly error: unknown }) {
  return (
    <main style={{ padding: 'var(--gap-6)' }}>
      <FailureNote failure={failureOf(error ?? LOST)} />
    </main>
  )
}
