import type { Negotiated } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { type Fact, Facts } from '../ui/Facts.tsx'
import { oneLine } from '../ui/wire-text.ts'

/** What both sides agreed on, and what it means for the conversation. */
export function NegotiatedFacts({ negotiated }: { readonly negotiated: Negotiated }) {
  const text = useText('handshake')
  const { subprotocol, extensions, deflate } = negotiated
  const facts: Fact[] = [
    { name: text('subprotocol'), value: subprotocol === '' ? text('none') : oneLine(subprotocol), isWire: subprotocol !== '' },
    { name: text('extensions'), value: extensions === '' ? text('none') : oneLine(extensions), isWire: extensions !== '' },
  ]
  if (deflate) {
    facts.push(
      { name: text('serverContext'), value: text(deflate.serverNoContextTakeover ? 'contextReset' : 'contextKept') },
      { name: text('clientContext'), value: text(deflate.clientNoContextTakeover ? 'contextReset' : 'contextKept') },
      { name: text('serverWindow'), value: text('window', windowOf(deflate.serverMaxWindowBits)) },
      { name: text('clientWindow'), value: text('window', windowOf(deflate.clientMaxWindowBits)) },
    )
  }
  return <Facts facts={facts} />
}

const windowOf = (bits: number): { bits: number; size: string } => ({
  bits,
  size: bits >= 10 ? `${2 ** (bits - 10)} KiB` : `${2 ** bits} B`,
})
