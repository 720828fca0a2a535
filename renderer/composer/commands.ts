import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { useTabs } from '../tabs/tabs-store.ts'
import { draftOf, showPanel, useComposer, walkHistory } from './composer-store.ts'
import { focusMessage } from './focus-message.ts'
import { canLayOut, layOut } from './lay-out.ts'
import { saveWritten } from './saved-edits.ts'
import { canSend, openCurrentOf, sendDraft, sendFile } from './sending.ts'

const tabId = (): string => useTabs.getState().activeId ?? ''
const hasTab = (): boolean => useTabs.getState().activeId !== null
const isOpen = (): boolean => openCurrentOf(tabId()) !== null
const hasHistory = (): boolean => draftOf(tabId())(useComposer.getState()).history.length > 0
const isWritten = (): boolean => hasTab() && draftOf(tabId())(useComposer.getState()).written.body !== ''

const title = (key: string) => () => textOf('composer', key)

export const composerCommands = (): readonly Command[] => [
  {
    id: 'message.send',
    title: title('send'),
    shortcut: 'Mod+Enter',
    isEnabled: () => canSend(tabId()),
    run: () => void sendDraft(tabId()),
  },
  { id: 'message.edit', title: title('editMessage'), shortcut: 'Mod+E', isEnabled: hasTab, run: focusMessage },
  { id: 'message.ping', title: title('sendPing'), shortcut: null, isEnabled: isOpen, run: () => showPanel('ping') },
  { id: 'message.sendFile', title: title('sendFile'), shortcut: null, isEnabled: isOpen, run: () => void sendFile(tabId()) },
  { id: 'message.layOut', title: title('layOutMessage'), shortcut: null, isEnabled: () => canLayOut(tabId()), run: () => layOut(tabId()) },
  { id: 'message.save', title: title('saveMessage'), shortcut: null, isEnabled: isWritten, run: () => void saveWritten(tabId()) },
  { id: 'message.earlier', title: title('earlier'), shortcut: null, isEnabled: hasHistory, run: () => walkHistory(tabId(), -1) },
  { id: 'message.later', title: title('later'), shortcut: null, isEnabled: hasHistory, run: () => walkHistory(tabId(), 1) },
  { id: 'connection.closeWith', title: title('closeWith'), shortcut: null, isEnabled: isOpen, run: () => showPanel('close') },
]
