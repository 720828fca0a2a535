import { editor } from 'monaco-editor/editor.js'

export const THEME_NAME = 'sockscope'

/** The value of one of our tokens, as the theme of the document has it. Monaco takes six digits only; the built CSS shortens them to three. */
function token(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  return value.length === 4 ? value.replace(/[^#]/g, '$&$&') : value
}

/** Colours of the editor, from our tokens. */
function defineTheme(): void {
  const isDark = document.documentElement.dataset.theme === 'dark'
  const rule = (name: string, of: string) => ({ token: name, foreground: token(of).slice(1) })
  editor.defineTheme(THEME_NAME, {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', '--text-1'),
      // As the inspector's tree has them.
      { ...rule('key', '--text-1'), fontStyle: 'bold' },
      rule('string', '--sent'),
      rule('number', '--received'),
      rule('keyword', '--control'),
      { ...rule('tag', '--text-1'), fontStyle: 'bold' },
      rule('attribute.name', '--received'),
      rule('attribute.value', '--sent'),
      rule('delimiter', '--text-2'),
      rule('comment', '--text-3'),
    ],
    colors: {
      'editor.background': token('--surface-content'),
      'editor.foreground': token('--text-1'),
      'editor.lineHighlightBackground': token('--surface-content'),
      'editor.selectionBackground': token('--surface-selected'),
      'editor.inactiveSelectionBackground': token('--surface-active'),
      'editorCursor.foreground': token('--accent'),
      'editorLineNumber.foreground': token('--text-3'),
      'editorLineNumber.activeForeground': token('--text-2'),
      'editor.placeholder.foreground': token('--text-3'),
      'editorWidget.background': token('--surface-panel'),
      'editorWidget.foreground': token('--text-1'),
      'editorWidget.border': token('--hairline-strong'),
      'input.background': token('--surface-content'),
      'input.foreground': token('--text-1'),
      'input.border': token('--hairline-strong'),
      focusBorder: token('--accent'),
      'menu.background': token('--surface-content'),
      'menu.foreground': token('--text-1'),
      'menu.selectionBackground': token('--surface-selected'),
      'menu.selectionForeground': token('--text-1'),
      'menu.border': token('--hairline-strong'),
      'editorWarning.foreground': token('--warning'),
      'editorError.foreground': token('--violation'),
      'editorBracketMatch.background': token('--surface-active'),
      'editorBracketMatch.border': token('--surface-active'),
      // Colour means something; how deep a bracket stands, the indentation says.
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, token('--text-2')])),
      'scrollbar.shadow': token('--surface-content'),
    },
  })
}

/** Defines the theme, now and whenever the document's changes. */
export function followTheme(): void {
  defineTheme()
  editor.setTheme(THEME_NAME)
  new MutationObserver(() => {
    defineTheme()
    editor.setTheme(THEME_NAME)
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
}
