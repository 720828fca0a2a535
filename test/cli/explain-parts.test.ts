import { describe, expect, it } from 'vitest'
import { throughSocket } from '../../cli/connect/unix-option.ts'
import { ASCII, alphabetFor, UNICODE } from '../../cli/explain/alphabet.ts'
import { barText } from '../../cli/explain/bars.ts'
import { validityText } from '../../cli/explain/certificates.ts'

describe('the signs of a report', () => {
  it.each([
    [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, ASCII],
    [{ LC_ALL: '', LC_CTYPE: '', LANG: 'de_DE.utf8' }, UNICODE],
    [{ LC_CTYPE: 'C.UTF-8', LANG: 'C' }, UNICODE],
    [{ LANG: 'de_DE.ISO-8859-1' }, ASCII],
    [{}, ASCII],
  ])('follow the locale %j', (environment, expected) => expect(alphabetFor(environment, 'linux')).toBe(expected))

  it('are not left to a locale where there is none', () => expect(alphabetFor({}, 'win32')).toBe(UNICODE))
})

describe('a bar', () => {
  it.each([
    ['the whole', 0, 10, '██████████'],
    ['a part, by eighths', 2, 3.5, '  ███▌'],
    ['a moment', 5, 0, '     ▏'],
    ['the very end', 10, 0, '         ▏'],
    ['more than there is', 8, 9, '        ██'],
  ])('stands for %s', (_, start, duration, expected) => expect(barText(start, duration, 10, 10, UNICODE)).toBe(expected))

  it('has whole cells only in ASCII', () => {
    expect(barText(2, 3.6, 10, 10, ASCII)).toBe('  ####')
    expect(barText(2, 0, 10, 10, ASCII)).toBe('  #')
  })

  it('needs no time at all', () => expect(barText(0, 0, 0, 10, UNICODE)).toBe('▏'))
})

describe('the validity of a certificate', () => {
  const year = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2026-12-31T00:00:00.000Z' }
  const span = '2026-01-01 00:00 to 2026-12-31 00:00 UTC'

  it.each([
    ['2026-06-01', `${span}, 213 days left`],
    ['2026-12-29T12:00', `${span}, 1 day left, ends soon`],
    ['2027-01-10', `${span}, expired 10 days ago`],
    ['2025-12-30', `${span}, not valid for another 2 days`],
  ])('on %s', (now, expected) => expect(validityText(year, Date.parse(`${now}${now.includes('T') ? 'Z' : ''}`))).toBe(expected))

  it('that cannot be read is shown as it is', () => {
    expect(validityText({ validFrom: 'then', validTo: '' }, 0)).toBe('then to ')
  })
})

describe('--unix', () => {
  it('puts the file into the URL, what would end it written out, and the host into a header', () => {
    expect(throughSocket('ws://a.test:81/b/c?d=1', '/tmp/a b:c%d#e?f/é.sock')).toMatchObject({
      url: 'ws+unix:/tmp/a%20b%3Ac%25d%23e%3Ff/%C3%A9.sock:/b/c?d=1',
      hostHeader: [{ name: 'Host', value: 'a.test:81', enabled: true }],
      auth: { kind: 'none' },
    })
    expect(throughSocket('http://a.test', '///run/x').url).toBe('ws+unix:/run/x:/')
    expect(throughSocket('ws://a.test/?', 'x.sock').url).toBe('ws+unix:x.sock:/?')
  })

  it('keeps the user of the URL, percent-decoded where it is that', () => {
    expect(throughSocket('ws://m%C3%A9:p%40%@a.test/', '/x').auth).toMatchObject({ kind: 'basic', username: 'mé', password: 'p%40%' })
  })

  it.each(['wss://a.test/', 'HTTPS://a.test/', 'ws+unix:/x:/'])('refuses %s', (url) => {
    expect(() => throughSocket(url, '/x')).toThrow(expect.objectContaining({ code: 'url.scheme' }))
  })

  it('refuses an empty path', () => {
    expect(() => throughSocket('ws://a.test/', '')).toThrow(expect.objectContaining({ code: 'input.invalid' }))
  })

  it.each(['', 'a.test', 'ftp://a.test/', 'ws://', 'ws://a.test/#', 'ws://a.test/\n/'])(
    'leaves the judgement of %j to the engine',
    (url) => {
      expect(throughSocket(url, '/x')).toMatchObject({ url, hostHeader: [] })
    },
  )
})
