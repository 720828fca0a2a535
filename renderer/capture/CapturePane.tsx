import type { ConnectionId } from '#shared/model/ids.ts'

export function CapturePane(_: { readonly id: ConnectionId }) {
  return <div />
}
