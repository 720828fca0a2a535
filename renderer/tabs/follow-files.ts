import { failureOf } from '#shared/errors.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { call, on } from '../host/session.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { changeTab, isDirty, useTabs } from './tabs-store.ts'

/**
 * Keeps tabs without changes of their own as their files are, whoever changed those. A tab with changes is left alone:
 * what the engine has not read since it cannot be saved over by mistake, and saving says so.
 */
export function beginFollowingFiles(): void {
  on('library.changed', followAll)
  window.addEventListener('focus', followAll)
}

function followAll(): void {
  for (const tab of useTabs.getState().tabs) if (tab.origin !== null && !isDirty(tab)) void follow(tab.id, tab.origin)
}

async function follow(id: string, path: LibraryPath): Promise<void> {
  try {
    const saved = await call('library.read', { path })
    changeTab(id, (tab) => (tab.origin === path && !isDirty(tab) ? { ...tab, saved, draft: saved } : tab))
  } catch (error) {
    // It is being renamed, or is gone or broken: the library shows that, and saving the tab would say it.
    if (!failureOf(error).code.startsWith('library.')) notifyFailure(error)
  }
}
