import { crc32, deflateSync } from 'node:zlib'

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** A square PNG with a gradient and a transparent middle, `side` pixels wide, 8 bits each of red, green, blue and alpha. */
export function gradientPng(side: number): Buffer {
  const pixel = (x: number, y: number): number[] => {
    const isInside = Math.hypot(x - side / 2, y - side / 2) < side / 4
    return [0x30, (x * 255) / side, (y * 255) / side, isInside ? 0x40 : 0xff]
  }
  const row = (y: number): number[] => [0, ...Array.from({ length: side }, (_, x) => pixel(x, y)).flat()]
  const pixels = Buffer.from(Array.from({ length: side }, (_, y) => row(y)).flat())
  return png(side, 6, deflateSync(pixels))
}

/** A square PNG of black and nothing, one bit a pixel: a few bytes that are gigabytes once they are decoded. */
export function hugePng(side: number): Buffer {
  // Decoders need no more than the header to refuse; the data are those of the first rows.
  return png(side, 0, deflateSync(Buffer.alloc(Math.min(side, 100) * (1 + Math.ceil(side / 8)))), 1)
}

function png(side: number, colourType: number, data: Buffer, bitDepth = 8): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([bitDepth, colourType, 0, 0, 0], 8)
  return Buffer.concat([PNG_SIGNATURE, pngChunk('IHDR', header), pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0))])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.concat([Buffer.alloc(4), body, Buffer.alloc(4)])
  chunk.writeUInt32BE(data.length, 0)
  chunk.writeUInt32BE(crc32(body), chunk.length - 4)
  return chunk
}

/** A square BMP, 24 bits a pixel. */
export function bmp(side: number): Buffer {
  const rowBytes = Math.ceil((side * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + rowBytes * side, 0xa0)
  bytes.fill(0, 0, 54)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(side, 18)
  bytes.writeInt32LE(side, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}

/** Half a second of 440 Hz as signed 16-bit samples, little-endian, one channel. */
export function tone(rateHz: number): Buffer {
  const samples = Buffer.alloc(rateHz)
  for (let index = 0; index < rateHz / 2; index++) {
    samples.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * index) / rateHz)), index * 2)
  }
  return samples
}

/** Samples as a WAV file. */
export function wav(samples: Buffer, rateHz: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rateHz, 24)
  header.writeUInt32LE(rateHz * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
