import { useState } from 'react'
import { TextLine } from './TextLine.tsx'
import { readWords, writeWords } from './words.ts'

/** A list of words in one field. What is typed stays as typed until the field is left. */
export function WordsLine({
  label,
  words,
  placeholder,
  onChange,
}: {
  readonly label: string
  readonly words: readonly string[]
  readonly placeholder: string
  readonly onChange: (words: readonly string[]) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextLine
      label={label}
      value={typed ?? writeWords(words)}
      placeholder={placeholder}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(readWords(event.target.value))
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
