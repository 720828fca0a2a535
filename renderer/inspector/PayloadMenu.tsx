import { Ellipsis } from 'lucide-react'
import { toBase64 } from '#shared/text/base64.ts'
import { host } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { formatBytes } from '../ui/format.ts'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { cArrayText, hexText } from './hex/hex-format.ts'
import { type InspectedFrame, readPayload } from './inspected-frame.ts'
import { decodeUtf8 } from './text/payload-text.ts'

/** What still fits on a clipboard without the window, or the one pasted into, standing still. */
const MOST_COPIED_BYTES = 16 * 1024 * 1024

/** Takes the payload elsewhere: to the clipboard in several forms, or into a file. */
export function PayloadMenu({ inspected }: { readonly inspected: InspectedFrame }) {
  const text = useText('inspector')
  const { source, detail } = inspected
  const name = `${source.of}-${detail.frame.seq}`

  async function copy(write: (bytes: Uint8Array) => string): Promise<void> {
    try {
      const bytes = await readPayload(source, 0, source.total)
      await copyText(write(bytes))
      notify(text('copied', { size: formatBytes(bytes.length) }))
    } catch (error) {
      notifyFailure(error)
    }
  }

  async function save(): Promise<void> {
    try {
      const bytes = await readPayload(source, 0, source.total)
      if (await host().saveFile(`${name}.${extensionOf(inspected)}`, bytes)) notify(text('saved', { size: formatBytes(bytes.length) }))
    } catch (error) {
      notifyFailure(error)
    }
  }

  const isTooLarge = source.total > MOST_COPIED_BYTES
  const copyItem = (key: string, write: (bytes: Uint8Array) => string): MenuItem => ({
    kind: 'item',
    text: text(key),
    isDisabled: source.total === 0 || isTooLarge,
    run: () => void copy(write),
  })
  return (
    <Menu
      align="end"
      trigger={<IconButton label={text('payloadMenu')} icon={<Ellipsis size={15} />} />}
      items={[
        copyItem('copyText', (bytes) => decodeUtf8(bytes).text),
        copyItem('copyHex', hexText),
        copyItem('copyBase64', toBase64),
        copyItem('copyC', (bytes) => cArrayText(bytes, name.replace('-', '_'))),
        { kind: 'line' },
        { kind: 'item', text: text('save'), isDisabled: source.total === 0, run: () => void save() },
      ]}
    />
  )
}

function extensionOf({ json, isText }: InspectedFrame): string {
  if (json && 'document' in json) return 'json'
  return isText ? 'txt' : 'bin'
}
