import { Download } from 'lucide-react'
import { runCommand } from '../commands/registry.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { formatShortcut } from '../ui/shortcut.ts'

/** Runs the command for the capture it stands at, which `onPress` makes the current one. */
export function ExportButton({ onPress }: { readonly onPress: () => void }) {
  const text = useText('export')
  return (
    <IconButton
      label={text('command')}
      shortcut={formatShortcut('Mod+Shift+E')}
      icon={<Download size={14} />}
      onClick={() => {
        onPress()
        runCommand('capture.export')
      }}
    />
  )
}
