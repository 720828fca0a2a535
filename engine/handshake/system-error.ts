import { quote } from './quote.ts'

/** What Node adds to an error; `reason` is OpenSSL's, free of file names and addresses. */
type SystemError = Error & { readonly code?: unknown; readonly reason?: unknown }

export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as SystemError).code : undefined
  return typeof code === 'string' ? code : ''
}

export const isTlsError = (error: unknown): boolean => /^ERR_SSL_|^ERR_TLS_|^EPROTO$/.test(codeOf(error))

/** The system's or OpenSSL's own words, for the cases we have none for. */
export function detailOf(error: unknown): string {
  const code = codeOf(error)
  const reason = error instanceof Error ? (error as SystemError).reason : undefined
  const words = typeof reason === 'string' ? reason : error instanceof Error ? error.message : String(error)
  const text = quote(words).slice(1, -1)
  return code === '' || text.includes(code) ? text : `${code}: ${text}`
}
