import './field.css'

/** A native select: it is quick, accessible, and looks like the system's. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  className = '',
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly onChange: (value: Value) => void
  readonly className?: string
}) {
  return (
    <select
      className={`field select ${className}`}
      aria-label={label}
      value={value}
      // The DOM's value is one of the options, which are all of type Value.
      onChange={(event) => onChange(event.target.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  )
}
