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

async function bring(): Promise<CreateMessageEditor> {
  // Monaco takes its own texts (menus, find) from what is there when it starts.
  if (document.documentElement.lang.startsWith('zh')) await import('monaco-editor/nls/lang/zh-cn.js')
  const { createMessageEditor } = await import('./monaco/monaco-editor.ts')
  return createMessageEditor
}
