import { X } from 'lucide-react'
import { useState } from 'react'
import type { TlsOptions } from '#shared/model/spec.ts'
import { host } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { TextField } from '../ui/TextField.tsx'
import { withoutItem } from './list-edits.ts'

/** Which certificates are trusted. */
export function TlsPane({ tls, onChange }: { readonly tls: TlsOptions; readonly onChange: (tls: TlsOptions) => void }) {
  const text = useText('connection')
  const [path, setPath] = useState('')
  const { choosePath } = host()

  function add(file: string): void {
    if (file.trim() === '') return
    onChange({ ...tls, caFiles: [...tls.caFiles, file.trim()] })
    setPath('')
  }

  async function choose(): Promise<void> {
    const file = await choosePath?.({ title: text('caFile'), extensions: ['pem', 'crt', 'cer'] })
    if (file) add(file)
  }

  return (
    <div className="request-form">
      <Checkbox checked={tls.verify} onChange={(verify) => onChange({ ...tls, verify })}>
        {text('verify')}
      </Checkbox>
      {!tls.verify && <p className="request-warning">▲ {text('verifyOff')}</p>}
      <h3>{text('caFiles')}</h3>
      <ul aria-label={text('caFiles')}>
        {tls.caFiles.map((file, index) => (
          <li key={file} className="request-file">
            <span className="wire">{file}</span>
            <IconButton
              label={text('lineRemove', { noun: text('caFile'), number: index + 1 })}
              icon={<X size={13} />}
              onClick={() => onChange({ ...tls, caFiles: withoutItem(tls.caFiles, index) })}
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
    </div>
  )
}
