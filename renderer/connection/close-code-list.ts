import { readWords } from './words.ts'

/** Close codes as they are written in one field, '1000, 1008'; null where one of them is none (RFC 6455 section 7.4: 0 to 65535). */
export function readCloseCodes(written: string): readonly number[] | null {
  const words = readWords(written)
  const codes = words.filter((word) => /^\d{1,5}$/.test(word)).map(Number)
  return codes.length === words.length && codes.every((code) => code <= 65_535) ? [...new Set(codes)] : null
}
