import { describe, expect, it } from 'vitest'
import { resolveTarget } from '#engine/handshake/target.ts'

const target = (url: string, params: readonly (readonly [string, string, boolean?])[] = []) =>
  resolveTarget({ url, params: params.map(([name, value, enabled = true]) => ({ name, value, enabled })) })

describe('where a URL leads (RFC 6455 section 3)', () => {
  it.each([
    ['ws://example.com', 'example.com', 80, 'example.com', '/', false],
    ['wss://example.com', 'example.com', 443, 'example.com', '/', true],
    ['http://example.com/a', 'example.com', 80, 'example.com', '/a', false],
    ['https://example.com/a', 'example.com', 443, 'example.com', '/a', true],
    ['WS://Example.COM:80/Ab?c=D', 'example.com', 80, 'example.com', '/Ab?c=D', false],
    ['wss://example.com:80/', 'example.com', 80, 'example.com:80', '/', true],
    ['ws://[::1]:9001/x', '::1', 9001, '[::1]:9001', '/x', false],
    ['wss://[2001:DB8::1]', '2001:db8::1', 443, '[2001:db8::1]', '/', true],
    ['ws://bücher.example/straße', 'xn--bcher-kva.example', 80, 'xn--bcher-kva.example', '/stra%C3%9Fe', false],
    ['  ws://example.com/%2F?a=%20+b  ', 'example.com', 80, 'example.com', '/%2F?a=%20+b', false],
  ])('%s', (url, host, port, hostHeader, requestTarget, secure) => {
    expect(target(url)).toMatchObject({ place: { kind: 'tcp', host, port }, hostHeader, requestTarget, secure })
  })

  it.each([
    ['ws+unix:/run/app.sock:/echo?a=1', '/run/app.sock', '/echo?a=1'],
    ['ws+unix:///run/app.sock:/echo', '/run/app.sock', '/echo'],
    ['ws+unix:/run/app.sock', '/run/app.sock', '/'],
    ['ws+unix:/run/a%3Ab%20c.sock:/', '/run/a:b c.sock', '/'],
    ['ws+unix:/run/app.sock:?q', '/run/app.sock', '/?q'],
    ['ws+unix:/run/app.sock://other.example/x', '/run/app.sock', '//other.example/x'],
  ])('%s', (url, path, requestTarget) => {
    expect(target(url)).toMatchObject({ place: { kind: 'unix', path }, hostHeader: 'localhost', requestTarget, secure: false })
  })

  it.each([
    ['', 'url.invalid'],
    ['ws://', 'url.invalid'],
    ['ws://a b/', 'url.invalid'],
    ['ws://example.com:65536/', 'url.invalid'],
    ['ws://[::1', 'url.invalid'],
    ['ws://example.com/#part', 'url.invalid'],
    ['ws://example.com/#', 'url.invalid'],
    ['ws://example.com/a\nb', 'url.invalid'],
    ['ws+unix:', 'url.invalid'],
    ['ws+unix:/a.sock:echo', 'url.invalid'],
    ['ws+unix:/a%00.sock:/', 'url.invalid'],
    ['localhost:9001/echo', 'url.scheme'],
    ['example.com', 'url.scheme'],
    ['ftp://example.com/', 'url.scheme'],
    ['javascript:alert(1)', 'url.scheme'],
  ])('refuses %j with %s', (url, code) => {
    expect(() => target(url)).toThrowError(expect.objectContaining({ name: 'AppError', code }))
  })

  it('says what is missing in an address without a scheme', () => {
    expect(() => target('localhost:9001')).toThrowError(
      expect.objectContaining({
        message: '"localhost:9001" does not say how to connect: it has no scheme.',
        hint: 'Put ws:// in front, or wss:// for TLS.',
      }),
    )
  })
})

describe('query parameters', () => {
  it.each([
    ['ws://h/', '/?a=1&b=%26%20%C3%BC'],
    ['ws://h/?', '/?a=1&b=%26%20%C3%BC'],
    ['ws://h/?x=1', '/?x=1&a=1&b=%26%20%C3%BC'],
    ['ws://h/?x=1&', '/?x=1&a=1&b=%26%20%C3%BC'],
  ])('are appended to %s in order, percent-encoded, the disabled and the empty ones not', (url, expected) => {
    const params = [
      ['a', '1'],
      ['off', '1', false],
      ['', ''],
      ['b', '& ü'],
    ] as const
    expect(target(url, params)).toMatchObject({ requestTarget: expected, url: `ws://h${expected}` })
  })

  it('keeps an empty query as it was written', () => expect(target('ws://h/?').requestTarget).toBe('/?'))
  it('survives half a surrogate pair', () => expect(target('ws://h/', [['a', '\ud800']]).requestTarget).toBe('/?a=%EF%BF%BD'))
})

describe('user name and password in the URL (RFC 7617)', () => {
  it('become Basic credentials and stay out of URL, target and Host', () => {
    const { authorization, url, requestTarget, hostHeader } = target('wss://Aladdin:open%20sesame@example.com/x')
    expect(authorization).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')
    expect([url, requestTarget, hostHeader]).toEqual(['wss://example.com/x', '/x', 'example.com'])
  })
  it('are not shown where the URL cannot be read', () => {
    for (const url of ['ws://me:secret@h:99999/', 'me://me:secret@h:1', '//me:secret@h:1']) {
      expect(() => target(url)).toThrowError(expect.objectContaining({ message: expect.not.stringContaining('secret') }))
    }
  })
  it('survives percent signs that are not encoding', () => {
    expect(target('ws://100%:x@h/').authorization).toBe(`Basic ${Buffer.from('100%:x').toString('base64')}`)
  })
})
