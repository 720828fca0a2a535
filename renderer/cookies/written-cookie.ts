import type { Cookie } from '#shared/model/cookie.ts'

/** A moment as people write it, 'YYYY-MM-DD HH:MM:SS' in UTC; '' for none. */
export const writeMoment = (ms: number | null): string =>
  ms === null
    ? ''
    : new Date(ms)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, '')

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?Z?)?$/

/** The moment in milliseconds since the Unix epoch, null for an empty text, undefined for what is none. */
export function readMoment(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const [whole, day, time = '00:00', seconds = ':00'] = MOMENT.exec(text.trim()) ?? []
  const ms = whole === undefined ? Number.NaN : Date.parse(`${day}T${time}${seconds}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** What a new cookie is until something else is said. */
export const NEW_COOKIE: Cookie = {
  domain: '',
  path: '/',
  name: '',
  value: '',
  expiresMs: null,
  secure: false,
  httpOnly: false,
  hostOnly: true,
  sameSite: null,
}
