import type { ConnectionId } from '#shared/model/ids.ts'

export const frameListId = (id: ConnectionId): string => `frame-list-${id}`

const gridOf = (id: ConnectionId): HTMLElement | null => document.getElementById(frameListId(id))?.querySelector('[role="grid"]') ?? null

/** When React has drawn what was just shown or taken away. */
export const focusFrames = (id: ConnectionId): void => void requestAnimationFrame(() => gridOf(id)?.focus())

/** Keys that are a letter alone act in the list, and nowhere else. */
export const isInFrames = (): boolean => document.activeElement?.closest('.frame-list') != null
