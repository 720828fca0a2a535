import { useText } from '#renderer/i18n/i18n.ts'
import { CopyButton } from '#renderer/ui/CopyButton.tsx'
import { Section } from '#renderer/ui/Section.tsx'
import type { FrameDetail } from '#shared/contract.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { hexText } from '../hex/hex-format.ts'
import { BitGrid } from './BitGrid.tsx'
import './frame-view.css'
import { HeaderTable } from './HeaderTable.tsx'
import { headerFields } from './header-layout.ts'
import { MessageFrames } from './MessageFrames.tsx'

/** The frame's header bit by bit (RFC 6455 section 5.2), and the frames of its message. */
export function FrameView({ connection, detail }: { readonly connection: ConnectionSummary; readonly detail: FrameDetail }) {
  const text = useText('inspector')
  const fields = headerFields(detail.header)
  const { message } = detail
  return (
    <>
      <Section
        title={text('header')}
        aside={text('headerLength', { count: detail.header.length })}
        actions={<CopyButton label={text('copyHeader')} text={() => hexText(detail.header)} />}
      >
        <BitGrid fields={fields} header={detail.header} violation={detail.frame.violation} />
        <HeaderTable fields={fields} detail={detail} />
      </Section>
      {message && message.frames > 1 && (
        <Section title={text('messageFrames')} aside={text('messageFramesCount', { count: message.frames })}>
          <MessageFrames connection={connection} message={message} current={detail.frame.seq} />
        </Section>
      )}
    </>
  )
}
