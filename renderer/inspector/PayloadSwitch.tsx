import type { FrameDetail } from '#shared/contract.ts'
import { useText } from '../i18n/i18n.ts'
import { formatBytes } from '../ui/format.ts'
import { Select } from '../ui/Select.tsx'
import { changeInspector, useInspector } from './inspector-store.ts'

/** The whole message, joined and inflated, or this frame's own bytes as they crossed the wire; each with its size. */
export function PayloadSwitch({ detail }: { readonly detail: FrameDetail }) {
  const text = useText('inspector')
  const of = useInspector((state) => state.of)
  const { message, frame } = detail
  const isCompressed = message?.compressed === true
  const sizes = { message: formatBytes(message?.length ?? 0), frame: formatBytes(frame.payloadLength) }
  return (
    <Select
      label={text('payloadOf')}
      className="inspector-switch"
      value={of}
      options={[
        { value: 'message', text: text(isCompressed ? 'ofInflated' : 'ofMessage', { size: sizes.message }) },
        { value: 'frame', text: text(isCompressed ? 'ofWire' : 'ofFrame', { size: sizes.frame }) },
      ]}
      onChange={(value) => changeInspector({ of: value })}
    />
  )
}
