/** Rates that realtime speech services and telephony use, in hertz. */
export const PCM_RATES = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000] as const

const HEADER_BYTES = 44

/** Raw samples (signed, 16 bits, little-endian, one channel) as a WAV file, which a browser can play. */
export function wavOf(samples: Uint8Array, rateHz: number): Uint8Array {
  // Half a sample at the end would be no sound.
  const length = samples.length - (samples.length % 2)
  const bytes = new Uint8Array(HEADER_BYTES + length)
  const view = new DataView(bytes.buffer)
  const ascii = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at)
  ascii(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + length, true)
  ascii(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rateHz, true)
  view.setUint32(28, rateHz * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  ascii(36, 'data')
  view.setUint32(40, length, true)
  bytes.set(samples.subarray(0, length), HEADER_BYTES)
  return bytes
}
