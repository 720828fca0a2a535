import { AppError } from '#shared/errors.ts'

const MAX_CHARACTERS = 100
/** File systems allow 255 bytes; the extension and a number must fit too. */
const MAX_BYTES = 240
const FORBIDDEN = /[/\\:*?"<>|]/
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?$/i

/**
 * Checks a name for a spec or a folder, by the rules of all the systems a workspace may travel to.
 *
 * @returns the name in Unicode's composed form, so that macOS and Linux agree on it
 * @throws AppError 'library.invalid-name'
 */
export function checkName(name: string): string {
  const reason = whyInvalid(name)
  if (reason) {
    throw new AppError('library.invalid-name', `"${printable(name)}" cannot be a name: ${reason}`, {
      hint: 'Names are shared with other systems as file names. Choose another.',
    })
  }
  return name.normalize('NFC')
}

function whyInvalid(name: string): string | null {
  if (name === '') return 'it is empty.'
  if ([...name].length > MAX_CHARACTERS) return `it is longer than ${MAX_CHARACTERS} characters.`
  if (Buffer.byteLength(name.normalize('NFC')) > MAX_BYTES) return `it is longer than ${MAX_BYTES} bytes.`
  if (/\p{Cc}/u.test(name)) return 'it holds a control character.'
  if (!name.isWellFormed()) return 'it holds half a character.'
  const [forbidden] = FORBIDDEN.exec(name) ?? []
  if (forbidden) return `it holds ${forbidden}, which file names on some systems must not.`
  if (/^[. ]|[. ]$/.test(name)) return 'it begins or ends with a dot or a space.'
  if (RESERVED.test(name)) return 'Windows keeps it for a device.'
  if (name.toLowerCase() === 'node_modules') return 'folders of that name are not searched for specs.'
  if (['folder', 'environments'].includes(name.toLowerCase())) return 'Sockscope keeps it for files of its own.'
  return null
}

function printable(name: string): string {
  const shown = name.replaceAll(/\p{Cc}/gu, '�').toWellFormed()
  return shown.length > MAX_CHARACTERS ? `${shown.slice(0, MAX_CHARACTERS)}…` : shown
}

/** Names that a file system somewhere would take for one. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()

/** `name`, or if that is taken the first free of `name 2`, `name 3` …; `name 7` counts on from 7. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name
  const [, stem = name, number = '1'] = /^(.*\S) (\d{1,6})$/s.exec(name) ?? []
  for (let next = Number(number) + 1; ; next++) {
    const candidate = shortened(stem, ` ${next}`)
    if (!isTaken(candidate)) return candidate
  }
}

/**
 * The nearest thing to a foreign text that can be a name: what file names must not hold becomes a hyphen or a space.
 *
 * @param otherwise the name of what has none
 */
export function nameFrom(text: string, otherwise: string): string {
  const plain = text
    .slice(0, 4 * MAX_CHARACTERS)
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/[/\\:*?"<>|]/g, '-')
  // A cut may lay a space or a dot bare.
  const name = shortened(plain.replaceAll(/^[. ]+|[. ]+$/g, ''), '').replace(/[. ]+$/, '')
  if (name === '') return otherwise
  return whyInvalid(name) === null ? name : shortened(`_${name}`, '').replace(/[. ]+$/, '')
}

/** Gives each name of a new folder only once, whatever its case; quick for many of one name. */
export class FreeNames {
  readonly #taken = new Set<string>()
  readonly #next = new Map<string, number>()

  /** @param name as checkName takes it */
  take(name: string): string {
    let free = name
    let next = this.#next.get(nameKey(name)) ?? 2
    while (this.#taken.has(nameKey(free))) free = shortened(name, ` ${next++}`)
    this.#next.set(nameKey(name), next)
    this.#taken.add(nameKey(free))
    return free
  }
}

function shortened(stem: string, end: string): string {
  const characters = [...stem]
  const fits = (): boolean => characters.length + end.length <= MAX_CHARACTERS && Buffer.byteLength(characters.join('') + end) <= MAX_BYTES
  while (!fits()) characters.pop()
  return characters.join('').trimEnd() + end
}
