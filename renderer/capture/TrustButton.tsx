import { useState } from 'react'
import type { CertificateFacts } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { Facts } from '../ui/Facts.tsx'
import { Popover } from '../ui/Popover.tsx'
import { manyLines, oneLine } from '../ui/wire-text.ts'

/** Trust is given to a certificate that was looked at: what it says of itself, and its fingerprint, stand before the button. */
export function TrustButton({ certificate, onTrust }: { readonly certificate: CertificateFacts; readonly onTrust: () => void }) {
  const text = useText('connection')
  const [isOpen, setOpen] = useState(false)
  const { subject, validFrom, validTo, fingerprint256 } = certificate
  return (
    <Popover
      label={text('trustTitle')}
      align="start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>{text('remedy_trustIssuer')}</Button>}
    >
      <div className="trust-panel">
        <Facts
          facts={[
            { name: text('trustSubject'), value: manyLines(subject), isWire: true },
            { name: text('trustValidity'), value: text('trustRange', { from: oneLine(dayOf(validFrom)), to: oneLine(dayOf(validTo)) }) },
            { name: text('trustFingerprint'), value: oneLine(fingerprint256), isWire: true },
          ]}
        />
        <p className="failure-actions-doubt">▲ {text('trustText')}</p>
        <Button
          look="primary"
          onClick={() => {
            setOpen(false)
            onTrust()
          }}
        >
          {text('trustConfirm')}
        </Button>
      </div>
    </Popover>
  )
}

const dayOf = (iso: string): string => iso.slice(0, 10)
