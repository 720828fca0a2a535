/** The folders of a relative path with `/`, the outermost first. */
export const folderOf = (path: string): string[] =>
  path
    .split('/')
    .slice(0, -1)
    .filter((part) => part !== '' && part !== '.')

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Where a relative path leads from a folder; null if it leaves what was chosen. */
export function joined(folder: readonly string[], path: string): string[] | null {
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) return null
  const parts = [...folder]
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts
}
