import type { Peer } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { endText } from './end-text.ts'

/** Both ends of the TCP connection or socket file. */
export function PeerFacts({ peer }: { readonly peer: Peer }) {
  const text = useText('handshake')
  const facts = [{ name: text('remote'), value: endText(peer.address, peer.port), isWire: true }]
  if (peer.localAddress !== '') facts.push({ name: text('local'), value: endText(peer.localAddress, peer.localPort), isWire: true })
  return <Facts facts={facts} />
}
