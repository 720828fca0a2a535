import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { changeTab, tabOf, useTabs } from '../tabs/tabs-store.ts'

/** A line of a tool that is read; a URL alone is what the field is for. */
const LINE = /^\s*(?:\$\s+)?(?:npx\s+)?(?:\S*[\\/])?(curl|wscat|websocat)(?:\.exe)?\s+\S/

export const isCommandLine = (text: string): boolean => LINE.test(text)

/** Fills the whole spec of a tab from a pasted line: address, headers, credentials, options. A notice takes it back. */
export async function fillFromLine(tabId: string, line: string): Promise<void> {
  try {
    const { id, remarks, remarksTotal } = await call('collection.readText', { text: line })
    const saved = await call('collection.spec', { id, spec: 0 })
    await call('collection.forget', { id })
    const before = tabOf(tabId)(useTabs.getState())?.draft
    if (!before) return
    changeTab(tabId, (tab) => ({ ...tab, draft: { ...tab.draft, spec: saved.spec, messages: [...tab.draft.messages, ...saved.messages] } }))
    const tool = LINE.exec(line)?.[1] ?? ''
    const left = remarks.map(({ place, text }) => `${place}: ${text}`).slice(0, 3)
    const text = textOf('collections', remarksTotal > 0 ? 'filledWithRemarks' : 'filled', { tool, remarks: left.join(' ') })
    notify(text, { text: textOf('collections', 'undo'), run: () => changeTab(tabId, (tab) => ({ ...tab, draft: before })) })
  } catch (error) {
    notifyFailure(error)
  }
}
