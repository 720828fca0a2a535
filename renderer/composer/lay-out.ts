import { draftOf, useComposer, write } from './composer-store.ts'
import { laidOut } from './written.ts'

/** True if what is written has a lay-out, and is not empty. */
export const canLayOut = (tabId: string): boolean => laidOut(draftOf(tabId)(useComposer.getState()).written) !== null

/** What cannot be read stays as it is; the line below the editor says where it breaks. */
export function layOut(tabId: string): void {
  const body = laidOut(draftOf(tabId)(useComposer.getState()).written)
  if (body !== null) write(tabId, { body })
}
