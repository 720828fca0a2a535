import type { SavedMessage } from '#shared/model/spec.ts'
import { movedItem, replacedItem } from '../connection/list-edits.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify } from '../notices/notices-store.ts'
import { changeTab, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { oneLine } from '../ui/wire-text.ts'
import { changeDraft, draftOf, useComposer, withLoaded } from './composer-store.ts'
import { firstWords } from './written.ts'

const NONE: readonly SavedMessage[] = []

/** The messages that are saved with a tab's spec. Changes of them are kept in its file when the tab is saved. */
export const messagesOf = (tabId: string): readonly SavedMessage[] => tabOf(tabId)(useTabs.getState())?.draft.messages ?? NONE

function change(tabId: string, edit: (messages: readonly SavedMessage[]) => readonly SavedMessage[]): void {
  changeTab(tabId, (tab) => ({ ...tab, draft: { ...tab.draft, messages: edit(tab.draft.messages) } }))
}

/** Saves what stands in the composer under its first words. @returns its place */
export function saveWritten(tabId: string): number {
  const { format, body } = draftOf(tabId)(useComposer.getState()).written
  const index = messagesOf(tabId).length
  const name = firstWords(body) || textOf('composer', 'unnamed', { number: index + 1 })
  change(tabId, (messages) => [...messages, { name, format, body }])
  return index
}

/** Saves what was captured under its first words. */
export function saveMessage(tabId: string, written: Pick<SavedMessage, 'format' | 'body'>): void {
  const name = firstWords(written.body) || textOf('composer', 'unnamed', { number: messagesOf(tabId).length + 1 })
  change(tabId, (messages) => [...messages, { name, ...written }])
}

export function loadSaved(tabId: string, index: number): void {
  const messages = messagesOf(tabId)
  const message = messages[index]
  if (message) changeDraft(tabId, (draft) => withLoaded(draft, message, messages))
}

export function renameSaved(tabId: string, index: number, name: string): void {
  const trimmed = name.trim()
  if (trimmed !== '') edit(tabId, index, (message) => ({ ...message, name: trimmed }))
}

/** Keeps name and place, and takes format and body from the composer. */
export function replaceSaved(tabId: string, index: number): void {
  const { format, body } = draftOf(tabId)(useComposer.getState()).written
  edit(tabId, index, ({ name }) => ({ name, format, body }))
}

function edit(tabId: string, index: number, changed: (message: SavedMessage) => SavedMessage): void {
  const message = messagesOf(tabId)[index]
  if (message) change(tabId, (messages) => replacedItem(messages, index, changed(message)))
}

export function duplicateSaved(tabId: string, index: number): void {
  change(tabId, (messages) => messages.flatMap((message, at) => (at === index ? [message, message] : [message])))
}

export function moveSaved(tabId: string, index: number, step: 1 | -1): void {
  change(tabId, (messages) => movedItem(messages, index, index + step))
}

/** Takes a saved message away; a notice offers to put it back. */
export function deleteSaved(tabId: string, index: number): void {
  const message = messagesOf(tabId)[index]
  if (!message) return
  change(tabId, (messages) => messages.toSpliced(index, 1))
  notify(textOf('composer', 'deleted', { name: oneLine(message.name) }), {
    text: textOf('composer', 'undo'),
    run: () => change(tabId, (messages) => messages.toSpliced(index, 0, message)),
  })
}
