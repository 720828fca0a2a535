import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/index.ts'
import { ERROR_CODES } from '#shared/errors.ts'
import { closeReportOf } from '#test/support/close-report.ts'
import { statusOfClose, statusOfFailure } from '../../cli/exit-status.ts'
import { ofType, recordsOf, run } from './terminal.ts'

let demo: DemoServerHandle
beforeAll(async () => {
  demo = await startDemoServer()
})
afterAll(() => demo.close())

/** A port of this machine on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the exit status of sockscope connect', () => {
  it.each([
    ['/close/1000', 0],
    ['/close/1001', 0],
    ['/close-empty', 0],
    ['/close/1011', 5],
    ['/close/4001', 5],
    ['/no-close', 5],
    ['/reset', 5],
    ['/reserved-opcode', 5],
    ['/bad-utf8', 5],
    ['/401', 3],
    ['/bad-accept', 3],
    ['/unasked-subprotocol', 3],
    ['/drop', 3],
    ['/garbage', 3],
  ])('of %s is %i', async (path, expected) => {
    const { status, stdout, stderr } = await run(['connect', `${demo.url}${path}`, '--json'])
    expect(status).toBe(expected)
    const errors = ofType(recordsOf(stdout), 'error')
    expect(errors.length).toBeLessThanOrEqual(1)
    // The sentence of the record stands on stderr, too, where a log of CI has it.
    if (errors[0]) expect(stderr).toContain('sockscope: ')
  })

  it('is 3 when the handshake takes too long', async () => {
    expect((await run(['connect', `${demo.url}/never-101`, '--timeout', '200', '--json'])).status).toBe(3)
  })

  it('is 5 when a message is larger than allowed', async () => {
    const { status, stderr } = await run(['connect', `${demo.url}/echo`, '--send', 'a'.repeat(200), '--max-message', '100', '--json'])
    expect(status).toBe(5)
    expect(stderr).toContain('RFC 6455 section 7.4.1')
  })

  it('is 4 where nothing listens', async () => {
    const { status, stderr } = await run(['connect', `ws://127.0.0.1:${await closedPort()}/`])
    expect(status).toBe(4)
    expect(stderr).toMatch(/^sockscope: Nothing is listening/)
  })

  it.each([
    ['no command', []],
    ['an unknown command', ['conect']],
    ['no URL', ['connect']],
    ['an unknown option', ['connect', 'ws://127.0.0.1:1', '--jsno']],
    ['a scheme that is none', ['connect', 'ftp://127.0.0.1/']],
    ['a count that is no number', ['connect', 'ws://127.0.0.1:1', '--count', 'many']],
    ['a count of none', ['connect', 'ws://127.0.0.1:1', '--count', '0']],
    ['a close code that must not be sent', ['connect', 'ws://127.0.0.1:1', '--close', '1006']],
    ['a close reason that does not fit', ['connect', 'ws://127.0.0.1:1', '--close', `1000:${'é'.repeat(62)}`]],
    ['a ping that does not fit', ['connect', 'ws://127.0.0.1:1', `--ping=${'x'.repeat(126)}`]],
    ['base64 that is none', ['connect', 'ws://127.0.0.1:1', '--send-base64', '***']],
    ['a header without a colon', ['connect', 'ws://127.0.0.1:1', '-H', 'nothing']],
    ['a file that is not there', ['connect', 'ws://127.0.0.1:1', '--send-file', '/nowhere/at/all']],
    ['a port that is none', ['serve', '--port', '70000']],
  ])('is 2 for %s, with a sentence on stderr', async (_, args) => {
    const { status, stdout, stderr } = await run(args)
    expect(status).toBe(2)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stderr.length).toBeGreaterThan(10)
    expect(stdout).not.toContain('101')
  })

  it('is 0 for help and version', async () => {
    const version = await run(['--version'])
    expect(version).toMatchObject({ status: 0, stderr: '' })
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    const help = await run(['connect', '--help'])
    expect(help).toMatchObject({ status: 0, stderr: '' })
    expect(help.stdout).toContain('Exit status:')
    expect(help.stdout).toContain('Examples:')
  })
})

describe('statuses by code', () => {
  it('has one for every error there is', () => {
    for (const code of ERROR_CODES) expect([1, 2, 3, 4, 5], code).toContain(statusOfFailure({ code }))
    expect(
      ['handshake.rejected', 'dns.not-found', 'tls.untrusted', 'unix.not-found', 'url.invalid', 'connection.lost', 'capture.disk'].map(
        (code) => statusOfFailure({ code } as never),
      ),
    ).toEqual([3, 4, 4, 4, 2, 5, 1])
  })

  it('believes in a clean end only', () => {
    const report = closeReportOf()
    expect(statusOfClose({ ...report, clean: true, initiator: 'local' })).toBe(0)
    expect(statusOfClose({ ...report, clean: true, initiator: 'local', code: 4999 })).toBe(0)
    expect(statusOfClose({ ...report, clean: true, initiator: 'remote', code: 1012 })).toBe(5)
    expect(statusOfClose({ ...report, clean: false, initiator: 'local' })).toBe(5)
    expect(statusOfClose({ ...report, clean: false, initiator: 'none', code: 1006 })).toBe(5)
  })
})
