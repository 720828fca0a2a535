import { FolderOpen } from 'lucide-react'
import { host } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { TextLine } from './TextLine.tsx'

/** The path of a file on the engine's machine; chosen where the host can tell paths, typed everywhere. */
export function FileLine({
  label,
  value,
  extensions,
  placeholder,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly extensions: readonly string[]
  readonly placeholder: string
  readonly isDisabled?: boolean
  readonly onChange: (path: string) => void
}) {
  const text = useText('connection')
  const { choosePath } = host()

  async function choose(): Promise<void> {
    const path = await choosePath?.({ title: label, extensions })
    if (path) onChange(path)
  }

  return (
    <TextLine
      label={label}
      value={value}
      placeholder={placeholder}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value.trim())}
    >
      {choosePath && (
        <IconButton
          label={text('chooseNamed', { name: label })}
          icon={<FolderOpen size={14} />}
          disabled={isDisabled}
          onClick={() => choose().catch(notifyFailure)}
        />
      )}
    </TextLine>
  )
}
