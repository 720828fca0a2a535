import { useText } from '../i18n/i18n.ts'
import { Select } from '../ui/Select.tsx'
import { changeInspector, useInspector } from './inspector-store.ts'

/** The whole message, joined and inflated, or this frame's own bytes. */
export function PayloadSwitch() {
  const text = useText('inspector')
  const of = useInspector((state) => state.of)
  return (
    <Select
      label={text('payloadOf')}
      className="inspector-switch"
      value={of}
      options={[
        { value: 'message', text: text('ofMessage') },
        { value: 'frame', text: text('ofFrame') },
      ]}
      onChange={(value) => changeInspector({ of: value })}
    />
  )
}
