/** A word of a POSIX shell that means nothing but itself. A NUL cannot stand in one and is left out. */
export function shellWord(text: string): string {
  const plain = text.replaceAll('\0', '')
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", String.raw`'\''`)}'`
}

/** A command over several lines, each option with its value on one. */
export function commandLines(command: string, parts: readonly (readonly string[])[]): string {
  return [command, ...parts.map((words) => `  ${words.map(shellWord).join(' ')}`)].join(' \\\n')
}
