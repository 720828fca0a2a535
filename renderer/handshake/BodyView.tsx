import type { ResponseBody } from '#shared/model/handshake.ts'
import { fromBase64 } from '#shared/text/base64.ts'
import { useText } from '../i18n/i18n.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatBytes } from '../ui/format.ts'
import { Section } from '../ui/Section.tsx'
import { manyLines, oneLine } from '../ui/wire-text.ts'
import { hexDump } from './hex-dump.ts'

/** More is not laid out; copying takes it all. */
const MOST_CHARACTERS = 64 * 1024
const MOST_DUMPED_BYTES = 4 * 1024

/** The body of an answer other than 101, as it came: text as text and never as a page, the rest as hex. */
export function BodyView({ body }: { readonly body: ResponseBody }) {
  const text = useText('handshake')
  const { text: content, base64 } = body
  const facts = [formatBytes(body.sizeBytes), oneLine(body.contentType), content === null ? '' : oneLine(body.charset)].filter(Boolean)
  return (
    <Section
      title={text('body')}
      aside={facts.join(' · ')}
      actions={<CopyButton label={text('copyBody')} text={() => content ?? base64 ?? ''} />}
    >
      {body.truncated && <p className="handshake-warning">▲ {text('bodyTruncated')}</p>}
      {content !== null && <pre className="wire handshake-raw">{manyLines(content.slice(0, MOST_CHARACTERS))}</pre>}
      {content !== null && content.length > MOST_CHARACTERS && <p className="handshake-warning">▲ {text('bodyClipped')}</p>}
      {content === null && base64 !== null && <pre className="wire handshake-dump">{hexDump(fromBase64(base64), MOST_DUMPED_BYTES)}</pre>}
      {body.sizeBytes === 0 && <p>{text('bodyEmpty')}</p>}
    </Section>
  )
}
