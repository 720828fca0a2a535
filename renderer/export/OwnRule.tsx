import { useState } from 'react'
import type { RedactionRules } from '#shared/model/redaction.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { changeExport, useExport } from './export-store.ts'
import { lookForSecrets } from './exporting.ts'

const KINDS = ['literals', 'jsonPaths', 'headers', 'queryParameters'] as const satisfies readonly (keyof RedactionRules)[]
type Kind = (typeof KINDS)[number]

/** Adds what only the person knows to be secret. */
export function OwnRule() {
  const text = useText('export')
  const [kind, setKind] = useState<Kind>('literals')
  const [value, setValue] = useState('')
  const add = (): void => {
    if (value.trim() === '') return
    const { rules } = useExport.getState()
    changeExport({ rules: { ...rules, [kind]: [...rules[kind], kind === 'literals' ? value : value.trim()] } })
    setValue('')
    void lookForSecrets()
  }
  return (
    <div className="export-line">
      <span className="export-label">{text('also')}</span>
      <Select
        label={text('alsoKind')}
        value={kind}
        options={KINDS.map((name) => ({ value: name, text: text(`also_${name}`) }))}
        onChange={setKind}
      />
      <TextField
        label={text('alsoValue')}
        placeholder={text(`also_${kind}_example`)}
        isWire
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // The form around it would write the file.
          event.preventDefault()
          add()
        }}
      />
      <Button disabled={value.trim() === ''} onClick={add}>
        {text('alsoAdd')}
      </Button>
    </div>
  )
}
