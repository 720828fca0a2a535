import type { ConnectionId } from '#shared/model/ids.ts'

export function HandshakeView(_: { readonly id: ConnectionId }) {
  return <div />
}
