import { create } from 'zustand'

/** The one dialog that may stand over the window. */
export type Overlay = 'palette' | 'shortcuts' | 'cookies'

export const useOverlay = create<{ readonly shown: Overlay | null }>()(() => ({ shown: null }))

export const showOverlay = (shown: Overlay | null): void => useOverlay.setState({ shown })

export const toggleOverlay = (overlay: Overlay): void => useOverlay.setState(({ shown }) => ({ shown: shown === overlay ? null : overlay }))
