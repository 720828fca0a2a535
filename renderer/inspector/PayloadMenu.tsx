import { Ellipsis } from 'lucide-react'
import { host } from '../host/session.ts'
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
  const { source, format, name } = payload

  async function save(): Promise<void> {
    try {
      const bytes = await source.read(0, source.total)
      if (await host().saveFile(`${name}.${format.extension}`, bytes)) notify(text('saved', { size: formatBytes(bytes.length) }))
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
