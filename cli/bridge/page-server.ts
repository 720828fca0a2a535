import type { IncomingMessage, ServerResponse } from 'node:http'
import { CONTENT_SECURITY_POLICY } from '#shared/content-security-policy.ts'
import type { Gate } from './gate.ts'
import type { PageFile } from './page-files.ts'
import { NO_TOKEN_PAGE, NOT_BUILT_PAGE, NOT_FOUND_PAGE } from './plain-pages.ts'

const HTML = 'text/html; charset=utf-8'
const IMMUTABLE = { 'cache-control': 'private, max-age=31536000, immutable' }
const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

const page = (status: number, html: string): Answer => ({ status, headers: { 'content-type': HTML }, body: html })
const text = (status: number, sentence: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${sentence}\n`,
})
const NO_ENTRY = page(403, NO_TOKEN_PAGE)

/**
 * Answers the requests of a browser: the printed address once, the page's files to whom it let in, and to everybody
 * else a page that says what to do.
 * @param files null where the page has not been built
 */
export function pageServer(gate: Gate, files: ReadonlyMap<string, PageFile> | null) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await answerTo(request, gate, files)
    const length = String(Buffer.byteLength(body))
    response.writeHead(status, { ...SECURITY_HEADERS, 'cache-control': 'no-store', ...headers, 'content-length': length })
    response.end(request.method === 'HEAD' ? '' : body)
  }
}

async function answerTo(request: IncomingMessage, gate: Gate, files: ReadonlyMap<string, PageFile> | null): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Only GET and HEAD are served.', { allow: 'GET, HEAD' })
  if (!gate.isOurHost(request)) return NO_ENTRY
  const address = addressOf(request)
  const token = address?.searchParams.get('token')
  if (token != null) return admit(gate, token)
  if (!gate.hasCookie(request)) return NO_ENTRY
  if (!files) return page(503, NOT_BUILT_PAGE)
  const file = files.get(address?.pathname ?? '')
  return file ? await fileAnswer(file) : page(404, NOT_FOUND_PAGE)
}

/** Null for a target that is no address; URL also resolves dot segments, encoded or not. */
function addressOf({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') ? URL.parse(`http://127.0.0.1${url}`) : null
}

/** Takes the token out of the address bar and the history; the cookie stands for it from here on. */
const admit = (gate: Gate, token: string): Answer =>
  gate.isToken(token) ? { status: 303, headers: { location: '/', 'set-cookie': gate.cookie }, body: '' } : NO_ENTRY

async function fileAnswer(file: PageFile): Promise<Answer> {
  const headers = { 'content-type': file.contentType, ...(file.isImmutable ? IMMUTABLE : {}) }
  try {
    return { status: 200, headers, body: await file.read() }
  } catch (error) {
    return text(500, `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
