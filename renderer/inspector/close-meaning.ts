import { useText } from '../i18n/i18n.ts'

const EXPLAINED = new Set([
  1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000, 3003, 3008,
])

/** Gives the key of the sentence that says what a close code means (RFC 6455 section 7.4, and IANA's registry). */
export function closeMeaningKey(code: number): string {
  if (EXPLAINED.has(code)) return `closeCode_${code}`
  if (code >= 4000 && code <= 4999) return 'closeCode_private'
  if (code >= 3000 && code <= 3999) return 'closeCode_library'
  if (code >= 1000 && code <= 2999) return 'closeCode_unassigned'
  return 'closeCode_invalid'
}

export function useCloseMeaning(): (code: number) => string {
  const text = useText('inspector')
  return (code) => text(closeMeaningKey(code))
}
