import type { ReactNode } from 'react'
import './field.css'

/** A native checkbox with its text beside it, or with a said name only (`label`) in tables. */
export function Checkbox({
  checked,
  onChange,
  children,
  label,
  disabled = false,
}: {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children?: ReactNode
  readonly label?: string
  readonly disabled?: boolean
}) {
  return (
    <label className="checkbox">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  )
}
