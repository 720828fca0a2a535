import type { HandshakeCookies } from '#shared/model/cookie.ts'
import { escaped, heading, type Page } from './page.ts'

/** What the jar added, and what became of each `Set-Cookie`; nothing where neither took place. */
export function cookieLines(cookies: HandshakeCookies | null, page: Page): readonly string[] {
  if (cookies === null || cookies.sent.length + cookies.offered.length === 0) return []
  const { style, alphabet } = page
  return [
    ...heading('Cookies', page),
    `     ${cookies.sent.length === 0 ? 'the jar had none for this request' : `the jar added ${escaped(cookies.sent.join(', '), page)}`}`,
    ...cookies.offered.flatMap(({ raw, refused }) => [
      `     ${refused === null ? style('sent', alphabet.kept) : style('warning', alphabet.warning)} ${escaped(raw, page)}`,
      ...(refused === null ? [] : [`       refused: ${escaped(refused, page)}`]),
    ]),
  ]
}
