import type { AcceptComputation } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { oneLine } from '../ui/wire-text.ts'

/** How the expected answer comes from the key (RFC 6455 section 4.2.2, item 5.4), beside what came. */
export function AcceptSteps({ accept }: { readonly accept: AcceptComputation }) {
  const text = useText('handshake')
  const isRight = accept.received === accept.expected
  return (
    <Facts
      facts={[
        { name: text('acceptKey'), value: oneLine(accept.key), isWire: true },
        { name: text('acceptGuid'), value: oneLine(accept.guid), isWire: true },
        { name: text('acceptExpected'), value: accept.expected, isWire: true },
        {
          name: text('acceptReceived'),
          value: (
            <span className={isRight ? 'is-good' : 'is-bad'}>
              <span aria-hidden="true">{isRight ? '✓' : '✕'}</span>{' '}
              {accept.received === null ? text('acceptMissing') : oneLine(accept.received)}{' '}
              <span className="visually-hidden">{text(isRight ? 'acceptSame' : 'acceptOther')}</span>
            </span>
          ),
          isWire: accept.received !== null,
        },
      ]}
    />
  )
}
