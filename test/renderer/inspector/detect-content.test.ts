import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { detectFormat } from '#renderer/inspector/content/detect-content.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const detect = (text: string, isText = true) => detectFormat(new TextEncoder().encode(text), isText)
const detectHex = (hex: string) => detectFormat(Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex')), false)

describe('what a payload is', () => {
  it.each([
    ['xml', '<?xml version="1.0"?><a/>'],
    ['xml', '<stream:stream xmlns="jabber:client">'],
    ['xml', '<!DOCTYPE lolz [<!ENTITY lol "lol">]><lolz>&lol;</lolz>'],
    ['xml', '<body rid="1" xmlns="http://jabber.org/protocol/httpbind"/>'],
    ['html', '<!doctype html><title>x</title>'],
    ['html', '<h1 onclick="alert(1)">A heading</h1>'],
    ['html', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['svg', '<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg width="1"></svg>'],
    ['csv', 'time,price,size\n1,2,3\n'],
    ['csv', 'a;b\n1;2\n3;4\n'],
    ['tsv', 'a\tb\tc\n1\t2\t3'],
    ['csv', 'name,text\n"Zoë","one,\ntwo"\n"Li","three"\n'],
    ['text', 'Well, that is a sentence.\nNo table at all.'],
    ['text', '<3 I love it'],
    ['text', '{"a":1,"b":2}\n{"a":3,"b":4}\n{"a":5,"b":6}'],
    ['text', 'x^2 is a formula'],
    ['empty', ''],
  ])('%s: %s', (format, text) => expect(detect(text)).toBe(format))

  it.each([
    ['png', '89504e470d0a1a0a 0000000d49484452'],
    ['jpeg', 'ffd8ffe000104a464946'],
    ['gif', '474946383961 0100 0100'],
    ['webp', '52494646 00000000 57454250 56503820'],
    ['avif', '0000001c 66747970 61766966'],
    ['bmp', '424d 00000000 00000000 36000000 28000000'],
    ['ico', '000001000100 10100000 0100 2000 68040000 16000000'],
    ['wav', '52494646 24000000 57415645 666d7420'],
    ['mp3', '494433 0400 0000000000'],
    ['mp3', 'fffb9064 00000000'],
    ['ogg', '4f676753 0002'],
    ['flac', '664c6143 00000022'],
    ['binary', '83a46e616d65a6736d616c6c'],
    ['binary', '00010203'],
  ])('%s by its signature: %s', (format, hex) => expect(detectHex(hex)).toBe(format))

  it('knows what was packed, and takes text in a binary message for text', () => {
    expect(detectFormat(gzipSync('hello'), false)).toBe('gzip')
    expect(detectFormat(deflateSync('hello, hello, hello'), false)).toBe('zlib')
    expect(detect('x^ looks like zlib, and is text', false)).toBe('text')
    expect(detect('GIF89a is how it begins')).toBe('text')
  })

  it('is not confused by a character that is cut where the look or the payload ends', () => {
    const head = new TextEncoder().encode('€'.repeat(20_000)).subarray(0, 32 * 1024)
    expect(detectFormat(head, false)).toBe('text')
    expect(detectFormat(head.subarray(0, 50), false)).toBe('text')
  })

  it('has an answer to any bytes', () => {
    const seed = 1950
    const random = seededRandom(seed)
    for (let round = 0; round < 5_000; round++) {
      const bytes = Uint8Array.from({ length: random.below(60) }, () => random.below(256))
      expect(() => detectFormat(bytes, random.below(2) === 0), `seed ${seed}, round ${round}`).not.toThrow()
    }
  })
})
