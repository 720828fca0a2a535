import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { CONTENT_SECURITY_POLICY } from '#shared/content-security-policy.ts'
import { PAGE_CONTENT_TYPES } from '#shared/page-content-types.ts'

const SCHEME = 'app'
const HOST = 'sockscope'

/** Where the desktop app's page lives. A scheme of its own, so that it has an origin and nothing of `file:`. */
export const APP_PAGE = `${SCHEME}://${HOST}/index.html`

/** For `protocol.registerSchemesAsPrivileged`, which must happen before the app is ready. */
export const APP_SCHEME = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
} as const

/**
 * The file that an address of the scheme names.
 *
 * @returns its path, always inside `folder`; null for another host, a path that leads outside, or one that cannot be a file's
 */
export function fileOf(address: string, folder: string): string | null {
  const url = new URL(address)
  if (url.protocol !== `${SCHEME}:` || url.host !== HOST) return null
  const path = decode(url.pathname)
  // A backslash separates on Windows and is never in a name of ours; the rest of the escape is caught by the prefix.
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = resolve(folder, `.${path}`)
  return file.startsWith(folder + sep) ? file : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    // Not percent-encoded UTF-8, so no file of ours.
    return null
  }
}

/** Answers the page's requests from `folder` (absolute), each with the policy and its content type; 404 for everything else. */
export function createAppResponder(folder: string): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const file = method === 'GET' ? fileOf(url, folder) : null
    const content = file === null ? null : await contentOf(file)
    if (file === null || content === null) return new Response('Not found', { status: 404, headers: headersFor('.txt') })
    return new Response(content, { headers: headersFor(extname(file)) })
  }
}

function headersFor(extension: string): Record<string, string> {
  return {
    'content-type': PAGE_CONTENT_TYPES[extension] ?? 'text/plain; charset=utf-8',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
  }
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file))
  } catch {
    // Absent, or a folder: either way there is nothing to show under this address.
    return null
  }
}
