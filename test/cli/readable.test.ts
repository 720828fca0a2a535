import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { selfSigned } from '../engine/mock/self-signed.ts'
import { run } from './terminal.ts'

let demo: DemoServerHandle
let secure: DemoServerHandle
const identity = selfSigned()
beforeAll(async () => {
  demo = await startDemoServer()
  secure = await startDemoServer({ tls: identity })
})
afterAll(() => Promise.all([demo.close(), secure.close()]))

const printedBy = async (path: string, ...args: string[]): Promise<string> => (await run(['connect', `${demo.url}${path}`, ...args])).stdout

describe('the lines of sockscope connect', () => {
  it('have direction, time, kind, size and text of each message, a summary before and one behind', async () => {
    const text = await printedBy('/subprotocol', '-s', 'chat.v2', '--send', 'hello', '--count', '2')
    expect(text).toMatch(/^◇ {2}ws:\/\/127\.0\.0\.1:\d+\/subprotocol {2}101 Switching Protocols\n/)
    expect(text).toMatch(/subprotocol +chat\.v2\n/)
    expect(text).toMatch(/timings +TCP [\d.]+ ms, first byte [\d.]+ ms, total [\d.]+ ms\n/)
    expect(text).toMatch(/\n↑ {2}\d\d:\d\d:\d\d\.\d{6} text +5 B {2}hello\n/)
    expect(text).toMatch(/\n↓ {2}\d\d:\d\d:\d\d\.\d{6} text +/)
    expect(text).toMatch(/Closed by us: 1000 Normal closure\n {3}2 messages received in .* B, 1 message sent in .* B\n$/)
    expect(text).not.toContain('\x1b')
  })

  it('name the extensions, and what compression left on the wire', async () => {
    const text = await printedBy('/deflate', '--send', 'a'.repeat(5000), '--count', '1')
    expect(text).toMatch(/extensions +permessage-deflate/)
    expect(text).toMatch(/↑ .* text +4\.88 KiB \(deflate, \d+ B on the wire\) {2}a{4000} … 1,000 more characters\n/)
  })

  it('show control frames, and binary messages as hex', async () => {
    const text = await printedBy('/echo', '--ping=beat', '--send-base64', Buffer.alloc(70, 0xab).toString('base64'), '--count', '1')
    expect(text).toMatch(/\n◇↑ .* ping +4 B {2}beat\n/)
    expect(text).toMatch(/\n◇↓ .* pong +4 B {2}beat\n/)
    expect(text).toMatch(/\n↓ {2}.* binary +70 B {2}(ab ){63}ab … 6 more bytes\n/)
  })

  it('show status, headers and body of a refused handshake, and no end of what never began', async () => {
    const text = await printedBy('/401')
    expect(text).toContain('▲  ')
    expect(text).toContain('401 Unauthorized')
    expect(text).toMatch(/WWW-Authenticate: Bearer realm="demo".*\n.*WWW-Authenticate: Basic/)
    expect(text).toContain('Send an Authorization header')
    expect(text).toContain('RFC 6455 section 4.1: ')
    expect(text).not.toContain('1006')
  })

  it.each([
    ['/reserved-opcode', '5.2'],
    ['/masked-server', '5.1'],
    ['/bad-utf8', '8.1'],
  ])('name the section of the RFC that a frame of %s breaks', async (path, section) => {
    const text = await printedBy(path)
    expect(text).toMatch(/\n✕↓ /)
    expect(text).toContain(`breaks RFC 6455 section ${section}: `)
  })

  it('write out what would drive a terminal', async () => {
    const text = await printedBy('/html', '--count', '5')
    expect(text).toContain('\\x1b[31mred\\x1b[0m')
    expect(text).toContain('\\u202egnp.exe\\u202c')
    expect(text).not.toMatch(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  })
})

describe('TLS', () => {
  const ca = join(mkdtempSync(join(tmpdir(), 'sockscope-ca-')), 'ca.pem')
  writeFileSync(ca, identity.cert)

  it('is verified unless --insecure says not to', async () => {
    const strict = await run(['connect', `${secure.url}/echo`, '--duration', '1'])
    expect(strict.status).toBe(4)
    expect(strict.stderr).toMatch(/^sockscope: /)
    const loose = await run(['connect', `${secure.url}/echo`, '--duration', '1', '--insecure'])
    expect(loose.status).toBe(0)
    expect(loose.stdout).toMatch(/TLS [\d.]+ ms/)
  })

  it('trusts --ca, and then minds the name', async () => {
    const { status, stderr } = await run(['connect', `${secure.url}/echo`, '--duration', '1', '--ca', ca])
    expect(status).toBe(4)
    expect(stderr).toContain('127.0.0.1')
    expect((await run(['connect', `${secure.url}/echo`, '--ca', '/nowhere.pem'])).status).toBe(2)
  })
})
