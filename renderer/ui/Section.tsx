import type { ReactNode } from 'react'
import './section.css'

/** A part of a long view under its own heading, which folds it away. */
export function Section({
  title,
  aside,
  actions,
  isOpen = true,
  children,
}: {
  readonly title: string
  /** A short fact beside the title, read also while folded. */
  readonly aside?: ReactNode
  /** Buttons at the right end of the heading's line. */
  readonly actions?: ReactNode
  readonly isOpen?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className="section">
      <details open={isOpen}>
        <summary className="section-head">
          <h3>{title}</h3>
          {aside && <span className="section-aside">{aside}</span>}
        </summary>
        <div className="section-body">{children}</div>
      </details>
      {actions && <div className="section-actions">{actions}</div>}
    </div>
  )
}
