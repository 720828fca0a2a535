import { AppError } from '#shared/errors.ts'
import { checkedClose, readBase64, readPing } from './option-values.ts'
import { type CloseChoice, NORMAL_CLOSE } from './plan.ts'

/** What a typed line asks for. */
export type TypedCommand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'ping'; readonly payload: Uint8Array }
  | { readonly kind: 'close'; readonly choice: CloseChoice }
  | { readonly kind: 'help' }

export const TYPED_HELP: readonly string[] = [
  'Type a line to send it as a text message; //text sends a line that begins with a slash.',
  '/ping [data]            send a ping',
  '/close [code [reason]]  close, with 1000 if no code is given; so does Ctrl+D',
  '/send-file FILE         send a file as a binary message',
  '/send-base64 BASE64     send a binary message',
  '/help                   show this',
]

/**
 * Reads a line typed while connected.
 * @returns null for an empty line: Enter by itself sends nothing
 * @throws AppError 'input.invalid', 'close.invalid-code', 'close.reason-too-long', 'ping.too-long'
 */
export function readTypedLine(line: string, defaultClose: CloseChoice = NORMAL_CLOSE): TypedCommand | null {
  if (line === '') return null
  if (!line.startsWith('/')) return { kind: 'text', text: line }
  if (line.startsWith('//')) return { kind: 'text', text: line.slice(1) }
  const [, name = '', rest = ''] = /^\/(\S*)\s*(.*)$/.exec(line) ?? []
  switch (name) {
    case 'ping':
      return { kind: 'ping', payload: readPing(rest) }
    case 'close':
    case 'quit':
      return { kind: 'close', choice: rest === '' ? defaultClose : readCloseWords(rest) }
    case 'send-file':
      if (rest !== '') return { kind: 'file', path: rest }
      throw new AppError('input.invalid', '/send-file needs the name of a file.')
    case 'send-base64':
      return { kind: 'binary', bytes: readBase64(rest) }
    case 'help':
      return { kind: 'help' }
    default:
      throw new AppError('input.invalid', `There is no command /${name}.`, {
        hint: `/help lists them; /${line} sends the line as it stands.`,
      })
  }
}

function readCloseWords(words: string): CloseChoice {
  const [, code = '', reason = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? []
  return checkedClose(code, reason)
}
