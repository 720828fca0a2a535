import { describe, expect, it } from 'vitest'
import { placeOf, readOverride } from '#renderer/connection/address-override.ts'
import { joinProxyUrl, splitProxyUrl } from '#renderer/connection/proxy-url.ts'
import english from '#renderer/connection/text.en.json' with { type: 'json' }
import chinese from '#renderer/connection/text.zh.json' with { type: 'json' }
import { readWords, writeWords } from '#renderer/connection/words.ts'

describe("a proxy's URL", () => {
  it.each([
    ['http://proxy:3128', { address: 'http://proxy:3128', user: '', password: '' }],
    ['http://ada:pa%40ss%2Fword@proxy:3128', { address: 'http://proxy:3128', user: 'ada', password: 'pa@ss/word' }],
    ['socks5://ada@[::1]:1080', { address: 'socks5://[::1]:1080', user: 'ada', password: '' }],
    ['http://:secret@proxy', { address: 'http://proxy', user: '', password: 'secret' }],
    ['ada:b%3Ac@proxy:3128', { address: 'proxy:3128', user: 'ada', password: 'b:c' }],
    ['', { address: '', user: '', password: '' }],
  ])('%s stands in its parts, and is put together again from them', (url, parts) => {
    expect(splitProxyUrl(url)).toEqual(parts)
    expect(joinProxyUrl(parts)).toBe(url)
  })

  it('takes the credentials of a pasted address in place of those there were', () => {
    expect(splitProxyUrl(joinProxyUrl({ address: 'http://new:one@proxy', user: 'old', password: 'two' }))).toEqual({
      address: 'http://proxy',
      user: 'new',
      password: 'one',
    })
  })

  it('takes a percent sign that encodes nothing for what it is', () => {
    expect(splitProxyUrl('http://a:100%@proxy').password).toBe('100%')
    const parts = { address: 'http://proxy', user: '50%', password: '%41' }
    expect(splitProxyUrl(joinProxyUrl(parts))).toEqual(parts)
  })
})

describe('a list in one field', () => {
  it('is parted by commas and spaces, and nothing empty is in it', () => {
    expect(readWords(' h2, http/1.1 ,, ')).toEqual(['h2', 'http/1.1'])
    expect(readWords('')).toEqual([])
    expect(readWords(writeWords(['h2', 'http/1.1']))).toEqual(['h2', 'http/1.1'])
  })
})

describe('an address override', () => {
  it('is a host with its port, and an address', () => {
    expect(readOverride('example.org:443', '203.0.113.7')).toEqual({ host: 'example.org', port: 443, address: '203.0.113.7' })
    expect(readOverride(' [2001:db8::1]:8080 ', '[::1]')).toEqual({ host: '2001:db8::1', port: 8080, address: '::1' })
    expect(placeOf({ host: '2001:db8::1', port: 8080, address: '::1' })).toBe('[2001:db8::1]:8080')
  })

  it.each([
    ['example.org', '203.0.113.7'],
    ['example.org:0', '203.0.113.7'],
    ['example.org:65536', '203.0.113.7'],
    [':443', '203.0.113.7'],
    ['2001:db8::1:443', '203.0.113.7'],
    ['example.org:443', 'other.example'],
    ['example.org:443', ''],
  ])('%s to %s is none', (place, address) => expect(readOverride(place, address)).toBeNull())
})

describe('the texts of the request', () => {
  it('are complete in both languages', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english))
  })
})
