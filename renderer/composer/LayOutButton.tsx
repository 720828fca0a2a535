import { WrapText } from 'lucide-react'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { draftOf, useComposer } from './composer-store.ts'
import { layOut } from './lay-out.ts'

/** Lays out what is written, where its format has a lay-out that cannot change its meaning; elsewhere it says why not. */
export function LayOutButton({ tabId, isFaulty }: { readonly tabId: string; readonly isFaulty: boolean }) {
  const text = useText('composer')
  const { format } = useComposer(draftOf(tabId)).written
  const canLayOut = format === 'json' || format === 'hex'
  const about = !canLayOut ? 'layOutNone' : isFaulty ? 'layOutFaulty' : format === 'json' ? 'layOutJson' : 'layOutHex'
  return (
    <Button look="quiet" disabled={!canLayOut || isFaulty} title={text(about)} onClick={() => layOut(tabId)}>
      <WrapText size={14} aria-hidden="true" />
      {text('layOut')}
    </Button>
  )
}
