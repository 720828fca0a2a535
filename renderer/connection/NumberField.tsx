import { useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { TextField } from '../ui/TextField.tsx'

/** A whole number within bounds. What is typed stays as typed until it is left; only a number in bounds is taken. */
export function NumberField({
  label,
  unit,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}) {
  const text = useText('connection')
  const [typed, setTyped] = useState<string | null>(null)
  const isBad = typed !== null && read(typed, min, max) === null

  function type(entry: string): void {
    setTyped(entry)
    const number = read(entry, min, max)
    if (number !== null) onChange(number)
  }

  return (
    <div className="request-line">
      <span>{label}</span>
      <TextField
        label={label}
        inputMode="numeric"
        value={typed ?? String(value)}
        problem={isBad ? text('numberBounds', { min, max }) : ''}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <span className="request-note">{unit}</span>
    </div>
  )
}

function read(entry: string, min: number, max: number): number | null {
  if (!/^\d{1,12}$/.test(entry.trim())) return null
  const number = Number(entry)
  return number >= min && number <= max ? number : null
}
