import { X } from 'lucide-react'
import { useState } from 'react'
import { host } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { withoutItem } from './list-edits.ts'

/** PEM files trusted beside the system's authorities. */
export function AuthorityFiles({
  files,
  onChange,
}: {
  readonly files: readonly string[]
  readonly onChange: (files: readonly string[]) => void
}) {
  const text = useText('connection')
  const [path, setPath] = useState('')
  const { choosePath } = host()

  function add(file: string): void {
    if (file.trim() === '') return
    onChange([...files, file.trim()])
    setPath('')
  }

  async function choose(): Promise<void> {
    const file = await choosePath?.({ title: text('caFile'), extensions: ['pem', 'crt', 'cer'] })
    if (file) add(file)
  }

  return (
    <>
      <ul aria-label={text('caFiles')}>
        {files.map((file, index) => (
          <li key={index} className="request-file">
            <span className="wire">{file}</span>
            <IconButton
              label={text('lineRemove', { noun: text('caFile'), number: index + 1 })}
              icon={<X size={13} />}
              onClick={() => onChange(withoutItem(files, index))}
            />
          </li>
        ))}
      </ul>
      <div className="request-add">
        <TextField
          isWire
          label={text('caPath')}
          value={path}
          placeholder="/etc/ssl/my-ca.pem"
          onChange={(event) => setPath(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && add(path)}
        />
        <Button disabled={path.trim() === ''} onClick={() => add(path)}>
          {text('add')}
        </Button>
        {choosePath && <Button onClick={() => choose().catch(notifyFailure)}>{text('choose')}</Button>}
      </div>
      <p className="request-hint">{text('caHint')}</p>
    </>
  )
}
