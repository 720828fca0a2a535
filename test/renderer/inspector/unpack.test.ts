import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { memorySource } from '#renderer/inspector/byte-source.ts'
import { MOST_UNPACKED_BYTES, type Packing, unpack } from '#renderer/inspector/unpacked/unpack.ts'

const ignore = (): void => undefined
const TEXT = 'Compressed by the application itself. '.repeat(100)

function unpacked(bytes: Uint8Array, packing: Packing = 'gzip', signal = new AbortController().signal) {
  return unpack(memorySource('x', bytes), packing, signal, ignore)
}

describe('unpacking', () => {
  it.each([
    ['gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate-raw', deflateRawSync(TEXT)],
  ] as const)('%s', async (packing, bytes) => {
    const result = await unpacked(bytes, packing)
    expect(result?.state).toBe('whole')
    expect(new TextDecoder().decode(result?.bytes)).toBe(TEXT)
  })

  it('keeps what came out of bytes that are damaged, cut off, or followed by others', async () => {
    const whole = gzipSync(Buffer.from(TEXT.repeat(50)))
    expect(await unpacked(whole.subarray(0, whole.length - 20))).toMatchObject({ state: 'damaged' })
    expect((await unpacked(Buffer.concat([whole, Buffer.from('more')])))?.state).toBe('damaged')
    expect(await unpacked(Buffer.from('not packed at all'))).toEqual({ state: 'damaged', bytes: new Uint8Array() })
  })

  it('stops at its limit: a bomb of 300 MB takes no more than is kept', async () => {
    const result = await unpacked(gzipSync(Buffer.alloc(300_000_000)))
    expect(result?.state).toBe('cut')
    expect(result?.bytes.length).toBe(MOST_UNPACKED_BYTES)
  })

  it('can be stopped', async () => {
    const stopping = new AbortController()
    const running = unpack(memorySource('x', gzipSync(Buffer.alloc(50_000_000))), 'gzip', stopping.signal, () => stopping.abort())
    expect(await running).toBeNull()
  })

  it('tells when the payload itself cannot be read', async () => {
    const source = { key: 'x', total: 100, head: new Uint8Array(), captured: null, read: () => Promise.reject(new Error('gone')) }
    await expect(unpack(source, 'gzip', new AbortController().signal, ignore)).rejects.toThrow('gone')
  })
})
