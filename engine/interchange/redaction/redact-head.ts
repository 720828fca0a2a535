/** Tells a secret that was found; what stands in its place has the same length. */
export type Hide = (secret: string) => string

/** A header with its name, the white space behind the colon, and the value with folded lines. */
const HEADER = /^([^\s:][^:\r\n]*):([ \t]*)((?:[^\r\n]|\r?\n[ \t])*)/gm

/** Takes the secret headers out of a head as it stood on the wire, line ends and all else untouched. */
export function redactHead(head: string, isSecret: (name: string) => boolean, hide: (name: string, secret: string) => string): string {
  return head.replace(HEADER, (line: string, name: string, blanks: string, value: string) =>
    isSecret(name) ? `${name}:${blanks}${redactHeader(name, value, (secret) => hide(name, secret))}` : line,
  )
}

/**
 * A header's value without what is secret in it: the scheme of credentials, the names of cookies and the attributes of
 * `Set-Cookie` stay, for they tell what went wrong.
 */
export function redactHeader(name: string, value: string, hide: Hide): string {
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization':
      return value.replace(
        /^(\s*[\w-]+\s+)?(\S[\s\S]*)$/,
        (_whole, scheme: string | undefined, secret: string) => `${scheme ?? ''}${hide(secret)}`,
      )
    case 'cookie':
      return value.replace(
        /(^|;)(\s*[^=;]*=)([^;]*)/g,
        (_whole, before: string, named: string, secret: string) => `${before}${named}${hide(secret)}`,
      )
    case 'set-cookie':
      return value.replace(/^(\s*[^=;]*=)([^;]*)/, (_whole, named: string, secret: string) => `${named}${hide(secret)}`)
    default:
      return hide(value)
  }
}
