import { AppError, failureOf } from '#shared/errors.ts'
import type { OutgoingMessage } from '#shared/model/connection.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { SavedMessage } from '#shared/model/spec.ts'
import { draftOf, useComposer } from '../composer/composer-store.ts'
import { readWritten } from '../composer/written.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import { type CopySubject, changeCopy, useCopy } from './copy-store.ts'

/** A tab as it stands in the window, with what is written in its composer. */
export function openCopyOfTab(tabId: string): void {
  const draft = tabOf(tabId)(useTabs.getState())?.draft
  if (!draft) return
  const { written } = draftOf(tabId)(useComposer.getState())
  const isWritten = written.body !== ''
  const messages = isWritten ? [{ name: '', ...written }, ...draft.messages] : draft.messages
  open({ spec: draft.spec, messages }, isWritten ? [0] : [])
}

/** A spec of the library, as it stands in its file. */
export async function openCopyOfSaved(path: LibraryPath): Promise<void> {
  try {
    const { spec, messages } = await call('library.read', { path })
    open({ spec, messages }, [])
  } catch (error) {
    notifyFailure(error)
  }
}

function open(subject: CopySubject, chosen: readonly number[]): void {
  changeCopy({ subject, chosen: new Set(chosen), code: null, failure: null })
  void writeCode()
}

let turn = 0

/** Writes it anew for what is chosen; an older answer that comes late is no answer. */
export async function writeCode(): Promise<void> {
  const { subject, target, chosen } = useCopy.getState()
  if (!subject) return
  turn += 1
  const mine = turn
  try {
    const messages = subject.messages.filter((_, index) => chosen.has(index)).map(readOrSay)
    const code = await call('spec.copyAs', { target, spec: subject.spec, messages })
    if (turn === mine) changeCopy({ code, failure: null })
  } catch (error) {
    if (turn === mine) changeCopy({ code: null, failure: failureOf(error) })
  }
}

/** @throws AppError 'input.invalid' for hex or base64 that is none */
function readOrSay({ name, format, body }: SavedMessage): OutgoingMessage {
  const { message } = readWritten({ format, body })
  if (message) return message
  throw new AppError('input.invalid', textOf('copy-as', 'unreadable', { name: name || textOf('copy-as', 'written'), format }))
}
