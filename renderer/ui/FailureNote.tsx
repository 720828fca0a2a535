import type { ReactNode } from 'react'
import type { Failure } from '#shared/errors.ts'
import './failure-note.css'

/** An error in its place: what happened and why, what to try, and the code that docs/errors.md explains. */
export function FailureNote({ failure, actions }: { readonly failure: Failure; readonly actions?: ReactNode }) {
  return (
    <div className="failure-note" role="alert">
      <span className="failure-note-sign" aria-hidden="true">
        ✕
      </span>
      <div>
        <p className="failure-note-message">{failure.message}</p>
        {failure.hint && <p className="failure-note-hint">{failure.hint}</p>}
      </div>
      <code className="failure-note-code wire">{failure.code}</code>
      {actions}
    </div>
  )
}
