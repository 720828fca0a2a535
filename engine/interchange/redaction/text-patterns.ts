/** Three parts of base64url, the first of which begins an object: RFC 7519. */
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g
/** Name and password before the host of a URL (RFC 3986 section 3.2.1). */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/?#@:"'<>]{0,256}:)([^\s/?#@"'<>]{1,256})(?=@)/gi

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Finds secrets by what stands around them. What is put in their place has the same length. */
export interface TextPatterns {
  readonly replace: (text: string, hide: (kind: 'query' | 'token', rule: string, secret: string) => string) => string
}

export function textPatterns(queryParameters: readonly string[], hasTokens: boolean): TextPatterns {
  const names = queryParameters.map(escaped).join('|')
  const query = names === '' ? null : new RegExp(`([?&;#](?:${names})=)([^&;#\\s"'<>\\\\]+)`, 'gi')
  return {
    replace: (text, hide) => {
      let replaced = text
      if (query) {
        replaced = replaced.replace(
          query,
          (_whole, before: string, secret: string) => `${before}${hide('query', before.slice(1, -1), secret)}`,
        )
      }
      if (!hasTokens) return replaced
      return replaced
        .replace(JSON_WEB_TOKEN, (secret) => hide('token', '', secret))
        .replace(URL_PASSWORD, (_whole, before: string, secret: string) => `${before}${hide('token', '', secret)}`)
    },
  }
}
