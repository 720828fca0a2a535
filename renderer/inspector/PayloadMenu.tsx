import { Ellipsis } from 'lucide-react'
import { call, host } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { formatBytes } from '../ui/format.ts'
import { Menu } from '../ui/Menu.tsx'
import { copyItems } from './copy-items.ts'
import type { Payload } from './payload.ts'

/** Takes the payload elsewhere: to the clipboard in several forms, or into a file. */
export function PayloadMenu({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { source, name } = payload

  async function save(): Promise<void> {
    try {
      if (await savePayload(payload)) notify(text('saved', { size: formatBytes(source.total) }))
    } catch (error) {
      notifyFailure(error)
    }
  }

  return (
    <Menu
      align="end"
      trigger={<IconButton label={text('payloadMenu')} icon={<Ellipsis size={15} />} />}
      items={[
        ...copyItems(text, source, { first: 0, count: source.total, name: name.replaceAll('-', '_') }),
        { kind: 'line' },
        { kind: 'item', text: text('save'), isDisabled: source.total === 0, run: () => void save() },
      ]}
    />
  )
}

/** What stands in a capture is written by the engine and never passes through this page, whatever its length. @returns false if the person declined */
async function savePayload({ source, format, name }: Payload): Promise<boolean> {
  const fileName = `${name}.${format.extension}`
  if (source.captured === null) return host().saveFile(fileName, source.head)
  const { id } = await call('export.payload', source.captured)
  return host().saveExport(id, fileName)
}
