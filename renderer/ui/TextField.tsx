import type { ComponentProps } from 'react'
import './field.css'

type TextFieldProps = ComponentProps<'input'> & {
  /** The accessible name; shown only if the caller shows it. */
  readonly label: string
  /** What is wrong with the value; empty if nothing is. */
  readonly problem?: string
  /** For values that go over the wire as they stand. */
  readonly isWire?: boolean
}

export function TextField({ label, problem = '', isWire = false, className = '', ...rest }: TextFieldProps) {
  return (
    <input
      type="text"
      className={`field ${isWire ? 'wire' : ''} ${className}`}
      aria-label={label}
      aria-invalid={problem !== ''}
      title={problem || undefined}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      {...rest}
    />
  )
}
