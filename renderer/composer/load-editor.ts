import type { createMessageEditor } from './monaco/monaco-editor.ts'

export type CreateMessageEditor = typeof createMessageEditor

let loading: Promise<CreateMessageEditor> | null = null

/** Brings the editor, once; it is too large to be waited for. A load that failed is tried again the next time. */
export function loadEditor(): Promise<CreateMessageEditor> {
  loading ??= bring().catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}

/** Brings the editor while nothing else is wanted, so that a first connection need not share its time with it. */
export function prepareEditor(): void {
  requestIdleCallback(() => {
    // Who needs it asks again, and is told why it does not come.
    loadEditor().catch(() => undefined)
  })
}

async function bring(): Promise<CreateMessageEditor> {
  // Monaco takes its own texts (menus, find) from what is there when it starts.
  if (document.documentElement.lang.startsWith('zh')) await import('monaco-editor/nls/lang/zh-cn.js')
  const { createMessageEditor } = await import('./monaco/monaco-editor.ts')
  return createMessageEditor
}
