import type { ReactNode } from 'react'
import './facts.css'

export interface Fact {
  readonly name: string
  readonly value: ReactNode
  /** The value came from the wire, or goes there: it is shown in the wire's font. */
  readonly isWire?: boolean
}

/** Names and values, one pair a line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value, isWire }) => (
        <div key={name} className="facts-line">
          <dt>{name}</dt>
          <dd className={isWire ? 'wire' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
