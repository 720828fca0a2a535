/** A JSON number (RFC 8259 section 6) without loss: `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly isNegative: boolean
  /** Without zeros at either end; '' is zero. */
  readonly digits: string
  readonly exponent: number
}

/** Compares two JSON numbers digit by digit, so that 9007199254740993 is not 9007199254740992, and 1.0 is 1. */
export function compareDecimals(one: string, other: string): number {
  const [a, b] = [decimalOf(one), decimalOf(other)]
  const [signA, signB] = [signOf(a), signOf(b)]
  if (signA !== signB) return signA - signB
  return signA === 0 ? 0 : signA * compareMagnitudes(a, b)
}

const signOf = ({ isNegative, digits }: Decimal): number => (digits === '' ? 0 : isNegative ? -1 : 1)

/** By the place of the first digit, then digit by digit. */
function compareMagnitudes(a: Decimal, b: Decimal): number {
  const [placeA, placeB] = [a.digits.length + a.exponent, b.digits.length + b.exponent]
  if (placeA !== placeB) return placeA < placeB ? -1 : 1
  const length = Math.max(a.digits.length, b.digits.length)
  const [padA, padB] = [a.digits.padEnd(length, '0'), b.digits.padEnd(length, '0')]
  return padA === padB ? 0 : padA < padB ? -1 : 1
}

function decimalOf(source: string): Decimal {
  const [mantissa = '', power = '0'] = source.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const all = (whole + fraction).replace(/^0+/, '')
  const digits = all.replace(/0+$/, '')
  const exponent = Number(power) - fraction.length + (all.length - digits.length)
  return { isNegative: source.startsWith('-'), digits, exponent }
}
