import { create } from 'zustand'
import type { ConnectionId } from '#shared/model/ids.ts'

/** Which frame lists were left by their readers; all others follow the newest frame. */
interface FollowState {
  readonly left: Readonly<Record<ConnectionId, boolean>>
}

export const useFollow = create<FollowState>()(() => ({ left: {} }))

export function setFollowing(id: ConnectionId, isFollowing: boolean): void {
  useFollow.setState(({ left }) => ({ left: { ...left, [id]: !isFollowing } }))
}

export const isFollowingOf = (id: ConnectionId) => (state: FollowState) => !state.left[id]
