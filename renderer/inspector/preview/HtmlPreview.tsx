import { useMemo } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { failureOf } from '#shared/errors.ts'
import type { ByteSource } from '../byte-source.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { ViewLimit } from '../ViewLimit.tsx'
import { previewDocument } from './preview-document.ts'
import './preview.css'

/** A larger page would be felt while it is parsed. */
const MOST_BYTES = 2 * 1024 * 1024

/** HTML as a browser draws it, in a frame of its own without scripts, network, forms or links. */
export function HtmlPreview({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  if (source.total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (source.total > MOST_BYTES) {
    return <ViewLimit view="text">{text('previewTooLarge', { size: formatBytes(source.total), most: formatBytes(MOST_BYTES) })}</ViewLimit>
  }
  return <Preview source={source} />
}

function Preview({ source }: { readonly source: ByteSource }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(source, async ({ read, total }) => decodeUtf8(await read(0, total)).text)
  const html = useMemo(() => (answer === undefined ? '' : previewDocument(answer)), [answer])
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  if (answer === undefined) return <p className="inspector-note">{text('reading')}</p>
  return (
    <div className="preview">
      <iframe className="preview-frame" title={text('previewFrame')} sandbox="" referrerPolicy="no-referrer" srcDoc={html} />
      <footer className="inspector-foot">
        <span>{text('previewSafe')}</span>
      </footer>
    </div>
  )
}
