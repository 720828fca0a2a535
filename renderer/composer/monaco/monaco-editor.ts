import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import { editor, MarkerSeverity } from 'monaco-editor/editor.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/caretOperations/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/contextmenu/register.js'
import 'monaco-editor/features/cursorUndo/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/lineSelection/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/longLinesHelper/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/placeholderText/register.js'
import 'monaco-editor/features/smartSelect/register.js'
import 'monaco-editor/features/toggleTabFocusMode/register.js'
import 'monaco-editor/features/unicodeHighlighter/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import 'monaco-editor/languages/definitions/html/register.js'
import 'monaco-editor/languages/definitions/xml/register.js'
import type { MessageFormat } from '#shared/model/spec.ts'
import { registerJson } from './json-language.ts'
import { followTheme, THEME_NAME } from './theme.ts'

/** A mark under a character. */
export interface EditorMark {
  readonly offset: number
  readonly text: string
  readonly isError: boolean
}

export interface MessageEditor {
  /** Shows another text, as one step that can be undone. Nothing happens where it is shown already. */
  readonly show: (value: string) => void
  readonly setFormat: (format: MessageFormat) => void
  readonly mark: (mark: EditorMark | null) => void
  readonly dispose: () => void
}

export interface EditorOptions {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  /** Hears what a person typed, not what `show` was given. */
  readonly onChange: (value: string) => void
}

const MARK_OWNER = 'composer'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }
registerJson()
followTheme()

/** Makes an editor that sends what is typed and nothing else: no bracket is closed, nothing is indented or completed by itself. */
export function createMessageEditor(element: HTMLElement, options: EditorOptions): MessageEditor {
  const model = editor.createModel(options.value, 'plaintext')
  model.updateOptions({ tabSize: 2 })
  const created = editor.create(element, {
    model,
    theme: THEME_NAME,
    ariaLabel: options.label,
    placeholder: options.placeholder,
    // Named by the font's own name: Monaco measures it, and knows no variables.
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-wire').trim(),
    fontSize: 12.5,
    lineHeight: 19,
    fontLigatures: false,
    automaticLayout: true,
    // A real text field holds the text, so that screen readers, input methods and whatever else fills fields in can do so.
    editContext: false,
    accessibilitySupport: 'on',
    accessibilityPageSize: 500,
    minimap: { enabled: false },
    wordWrap: 'on',
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    renderControlCharacters: true,
    unusualLineTerminators: 'off',
    unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false, invisibleCharacters: true },
    fixedOverflowWidgets: true,
    // Tab leads on to the next control; Ctrl+M makes it a character, as in VS Code.
    tabFocusMode: true,
    autoClosingBrackets: 'never',
    autoClosingQuotes: 'never',
    autoClosingDelete: 'never',
    autoSurround: 'never',
    autoIndent: 'keep',
    trimAutoWhitespace: false,
    detectIndentation: false,
    padding: { top: 6, bottom: 6 },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  })
  const stopFollowing = followWholeSelection(created)
  let isShowing = false
  const listening = model.onDidChangeContent(() => {
    if (!isShowing) options.onChange(model.getValue())
  })
  return {
    show: (value) => {
      if (model.getValue() === withEndOfLine(value, model.getEOL())) return
      isShowing = true
      created.pushUndoStop()
      created.executeEdits(MARK_OWNER, [{ range: model.getFullModelRange(), text: value }])
      model.pushEOL(value.includes('\r\n') ? editor.EndOfLineSequence.CRLF : editor.EndOfLineSequence.LF)
      created.pushUndoStop()
      created.setPosition(model.getFullModelRange().getEndPosition())
      isShowing = false
    },
    setFormat: (format) => editor.setModelLanguage(model, LANGUAGES[format]),
    mark: (mark) => editor.setModelMarkers(model, MARK_OWNER, mark ? [markerOf(model, mark)] : []),
    dispose: () => {
      stopFollowing()
      listening.dispose()
      created.dispose()
      model.dispose()
    },
  }
}

/**
 * What fills fields in (a form filler, a screen reader, a test) selects the field's text, gives it the focus and writes at
 * once. Monaco takes no notice of a selection so near to the focus, and would write at its cursor: here it does.
 */
function followWholeSelection(created: editor.IStandaloneCodeEditor): () => void {
  const listen = (): void => {
    const field = document.activeElement
    const model = created.getModel()
    if (!(field instanceof HTMLTextAreaElement) || !created.getDomNode()?.contains(field) || !model) return
    const isAllSelected = field.value !== '' && field.selectionStart === 0 && field.selectionEnd === field.value.length
    const whole = model.getFullModelRange()
    // The field may hold a part of a long text only; then what is selected in it says nothing of the rest.
    if (!isAllSelected || field.value !== model.getValue(editor.EndOfLinePreference.LF)) return
    if (!created.getSelection()?.equalsRange(whole)) created.setSelection(whole)
  }
  // Captured: before Monaco itself hears of the focus and writes its own selection into the field.
  const events = ['selectionchange', 'focus'] as const
  for (const event of events) document.addEventListener(event, listen, { capture: true })
  return () => {
    for (const event of events) document.removeEventListener(event, listen, { capture: true })
  }
}

const LANGUAGES: Readonly<Record<MessageFormat, string>> = {
  text: 'plaintext',
  json: 'json',
  xml: 'xml',
  html: 'html',
  hex: 'plaintext',
  base64: 'plaintext',
}

/** Monaco holds one kind of line end in a model. */
const withEndOfLine = (value: string, endOfLine: string): string => value.replace(/\r\n|\r|\n/g, endOfLine)

function markerOf(model: editor.ITextModel, { offset, text, isError }: EditorMark): editor.IMarkerData {
  const at = model.getPositionAt(offset)
  const isAtEnd = offset >= model.getValueLength()
  return {
    message: text,
    severity: isError ? MarkerSeverity.Error : MarkerSeverity.Warning,
    startLineNumber: at.lineNumber,
    startColumn: isAtEnd ? Math.max(1, at.column - 1) : at.column,
    endLineNumber: at.lineNumber,
    endColumn: isAtEnd ? at.column : at.column + 1,
  }
}
