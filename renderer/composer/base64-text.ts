import { type BytesReading, faultAt } from './written-fault.ts'

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const digits = new Map<string, number>([...STANDARD].map((character, value) => [character, value]))
// RFC 4648 section 5: the URL-safe alphabet differs in two characters.
digits.set('-', 62).set('_', 63)

const SPACE = /\s/
const PAD = '='

/**
 * Reads base64 as people have it at hand: of either alphabet, with its padding or without, broken into lines or not.
 * Bits that belong to no byte are refused: they could not be sent, and nothing is dropped in silence.
 *
 * @see RFC 4648 sections 4 and 5
 */
export function readBase64Text(text: string): BytesReading {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let count = 0
  let held = 0
  let digitCount = 0
  let lastDigit = 0
  const pads: number[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (SPACE.test(character)) continue
    if (character === PAD) {
      pads.push(at)
      continue
    }
    const value = digits.get(character)
    if (value === undefined) return faultAt(text, at, 'fault_base64Character')
    if (pads.length > 0) return faultAt(text, at, 'fault_base64AfterPadding')
    held = (held << 6) | value
    lastDigit = at
    if (digitCount++ % 4 === 0) continue
    // With the second, third and fourth digit of a group 4, 2 and 0 bits are left over.
    const left = 6 - 2 * ((digitCount - 1) % 4)
    bytes[count++] = held >> left
    held &= (1 << left) - 1
  }
  if (digitCount % 4 === 1) return faultAt(text, lastDigit, 'fault_base64Cut')
  if (held !== 0) return faultAt(text, lastDigit, 'fault_base64Bits')
  const [firstPad] = pads
  const wanted = (4 - (digitCount % 4)) % 4
  if (firstPad !== undefined && pads.length !== wanted) return faultAt(text, firstPad, 'fault_base64Padding')
  return { bytes: bytes.slice(0, count), fault: null }
}
