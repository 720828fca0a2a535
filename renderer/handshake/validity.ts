const DAY_MS = 86_400_000
/** A certificate that ends within a month should be renewed by now. */
const SOON_DAYS = 30

/** How a certificate's time stood at a moment, with the whole days to its end (or since it, or to its beginning). */
export interface Validity {
  readonly state: 'valid' | 'soon' | 'expired' | 'early' | 'unreadable'
  readonly days: number
}

/** @param atMs when it was shown, in milliseconds since the Unix epoch */
export function validityAt({ validFrom, validTo }: { readonly validFrom: string; readonly validTo: string }, atMs: number): Validity {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)]
  if (Number.isNaN(from) || Number.isNaN(to)) return { state: 'unreadable', days: 0 }
  if (atMs < from) return { state: 'early', days: Math.ceil((from - atMs) / DAY_MS) }
  if (atMs > to) return { state: 'expired', days: Math.floor((atMs - to) / DAY_MS) }
  const days = Math.floor((to - atMs) / DAY_MS)
  return { state: days < SOON_DAYS ? 'soon' : 'valid', days }
}
