import type { ConnectionId } from '#shared/model/ids.ts'

export function Inspector(_: { readonly id: ConnectionId | null }) {
  return <div />
}
