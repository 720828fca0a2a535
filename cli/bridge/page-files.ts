import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { PAGE_CONTENT_TYPES } from '#shared/page-content-types.ts'

export interface PageFile {
  readonly contentType: string
  /** The name carries a hash of the content, so that it never changes. */
  readonly isImmutable: boolean
  readonly read: () => Promise<Buffer>
}

/**
 * The files of the built page by their path in the address, e.g. '/assets/main-1a2b3c.js'. The list is made once:
 * a path that is not on it is not served, so no path can lead out of the folder.
 * @returns null if the page has not been built
 */
export async function listPageFiles(folder: string): Promise<ReadonlyMap<string, PageFile> | null> {
  let entries: Awaited<ReturnType<typeof listEntries>>
  try {
    entries = await listEntries(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null // every error of readdir has a code
    throw error
  }
  const files = new Map(entries.filter((entry) => entry.isFile()).map((entry) => pageFile(folder, join(entry.parentPath, entry.name))))
  const index = files.get('/index.html')
  return index ? files.set('/', index) : null
}

const listEntries = (folder: string) => readdir(folder, { recursive: true, withFileTypes: true })

function pageFile(folder: string, path: string): [string, PageFile] {
  const address = `/${relative(folder, path).split(sep).join('/')}`
  return [
    address,
    {
      contentType: PAGE_CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
      isImmutable: address.startsWith('/assets/'),
      read: () => readFile(path),
    },
  ]
}
