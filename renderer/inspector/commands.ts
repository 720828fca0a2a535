import { selectionOf, useSelection } from '../capture/selection-store.ts'
import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { openFind } from './find/find-store.ts'

const isFrameShown = (): boolean => selectionOf(activeTab(useTabs.getState())?.current ?? null)(useSelection.getState())?.kind === 'frame'

/** Mod+F is heard by the inspector itself, where it has the focus: elsewhere the key has other meanings. */
export const inspectorCommands = (): readonly Command[] => [
  { id: 'inspector.find', title: () => textOf('inspector', 'find'), shortcut: null, isEnabled: isFrameShown, run: openFind },
]
