import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { notifyFailure } from '../notices/notices-store.ts'
import { IconButton } from './Button.tsx'
import { copyText } from './copy-text.ts'

const SHOWN_MS = 1500

/** Copies a text; a tick says for a moment that it did. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [copies, setCopies] = useState(0)
  useEffect(() => {
    if (copies === 0) return
    const timer = setTimeout(() => setCopies(0), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copies])
  const copy = () => copyText(text()).then(() => setCopies((count) => count + 1), notifyFailure)
  return <IconButton label={label} icon={copies > 0 ? <Check size={14} /> : <Copy size={14} />} onClick={copy} />
}
