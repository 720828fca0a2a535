import { create } from 'zustand'

export const PANE_IDS = ['params', 'headers', 'subprotocols', 'auth', 'tls', 'proxy', 'options'] as const
export type PaneId = (typeof PANE_IDS)[number]

/** Which request pane each tab shows. */
interface PanesState {
  readonly byTab: Readonly<Record<string, PaneId>>
}

export const usePanes = create<PanesState>()(() => ({ byTab: {} }))

export const showPane = (tabId: string, pane: PaneId): void => usePanes.setState(({ byTab }) => ({ byTab: { ...byTab, [tabId]: pane } }))

export const paneOf =
  (tabId: string) =>
  (state: PanesState): PaneId =>
    state.byTab[tabId] ?? 'params'
