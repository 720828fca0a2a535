/** Longer heads are answered with 431. */
export const LONGEST_HEAD_BYTES = 64 * 1024

export interface RequestHead {
  readonly method: string
  readonly target: string
  /** In order, with their case and duplicates; values trimmed. */
  readonly headers: readonly (readonly [string, string])[]
  /** As received, without the empty line, one character per byte. */
  readonly text: string
}

/**
 * Reads the head of an HTTP/1.1 request.
 *
 * @param text everything before the empty line, one character per byte
 * @returns null if it is not one
 * @see RFC 9112 section 3
 */
export function parseRequestHead(text: string): RequestHead | null {
  const [requestLine = '', ...lines] = text.split('\r\n')
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(requestLine) ?? []
  if (method === undefined || target === undefined) return null
  const headers: [string, string][] = []
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+\-.^_`|~\w]+):(.*)$/s.exec(line) ?? []
    if (name === undefined || value === undefined) return null
    headers.push([name, value.trim()])
  }
  return { method, target, headers, text }
}

/** All values of one header, in order, joined as a list (RFC 9110 section 5.3); '' if there is none. */
export function headerList(head: RequestHead, name: string): string {
  const wanted = name.toLowerCase()
  return head.headers
    .filter(([each]) => each.toLowerCase() === wanted)
    .map(([, value]) => value)
    .join(', ')
}

/** The comma-separated elements of a header, trimmed, without empty ones. */
export function headerElements(head: RequestHead, name: string): string[] {
  return headerList(head, name)
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '')
}
