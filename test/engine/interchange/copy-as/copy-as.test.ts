import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { COPY_TARGETS, type CopyTarget } from '#shared/model/copy-as.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { readCollection } from '../../../../engine/interchange/collections/read-collection.ts'
import { copyAs } from '../../../../engine/interchange/copy-as/copy-as.ts'
import { startDemoServer } from '../../../../engine/mock/demo-server.ts'

const spec = (more: Partial<ConnectionSpec> = {}): ConnectionSpec => ({ ...DEFAULT_SPEC, url: 'wss://example.com/chat', ...more })
const header = (name: string, value: string) => ({ name, value, enabled: true })
/** What a quote, a shell or a language could trip over. */
const HOSTILE = `it's "x" \\ $(touch /tmp/no) \`id\` %s \u2028 😀 \n ; rm`
const rich = spec({
  params: [header('q', 'a b&c')],
  headers: [
    header('X-Hostile', HOSTILE.replace('\n', ' ')),
    header('X-Twice', '1'),
    header('X-Twice', '2'),
    { ...header('X-Off', '1'), enabled: false },
  ],
  subprotocols: [
    { name: 'chat', enabled: true },
    { name: 'v2', enabled: true },
  ],
  auth: { ...DEFAULT_SPEC.auth, kind: 'bearer', token: '{{token}}' },
  tls: { ...DEFAULT_SPEC.tls, verify: false },
})
const messages = [{ kind: 'text', text: HOSTILE } as const, { kind: 'binary', bytes: Uint8Array.of(0, 1, 255) } as const]
const textOf = (target: CopyTarget) => copyAs(target, rich, messages).text

/** What a module of JavaScript prints, run by a process of its own. */
function runModule(source: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = execFile(process.execPath, ['--input-type=module', '-'], (error, stdout) => (error ? reject(error) : resolve(stdout)))
  child.stdin?.end(source)
  return promise
}

/** The words a real shell makes of a command. */
const wordsByShell = (command: string): string[] =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

describe('a spec as a command of another tool', () => {
  it.each(['sockscope', 'wscat', 'websocat', 'curl'] as const)('%s: the shell makes the words of it that are meant', (target) => {
    const words = wordsByShell(textOf(target))
    expect(words).toContain(`X-Hostile: ${HOSTILE.replace('\n', ' ')}`)
    expect(words).toContain('Authorization: Bearer {{token}}')
    expect(words.some((word) => word.endsWith('://example.com/chat?q=a%20b%26c'))).toBe(true)
    expect(words.join(' ')).not.toContain('X-Off')
  })

  it.each(['wscat', 'websocat', 'curl'] as const)('%s: what is copied can be imported again', (target) => {
    const [imported] = readCollection([{ path: 'line', text: textOf(target) }]).specs
    expect(imported?.saved.spec).toMatchObject({
      url: 'wss://example.com/chat?q=a%20b%26c',
      subprotocols: rich.subprotocols,
      tls: { verify: false },
    })
    expect(imported?.saved.spec.headers.map(({ name }) => name)).toEqual(['X-Hostile', 'X-Twice', 'X-Twice', 'Authorization'])
  })

  it('says what the tool cannot do, and which values are missing', () => {
    const remarks = (target: CopyTarget) => copyAs(target, rich, messages).remarks.join(' ')
    for (const target of COPY_TARGETS) if (target !== 'browser') expect(remarks(target)).toContain('Put values in for {{token}}.')
    expect(remarks('wscat')).toContain('no binary messages')
    for (const target of ['websocat', 'curl'] as const) expect(remarks(target)).toContain('no option for messages')
    expect(wordsByShell(textOf('sockscope')).slice(-4)).toEqual(['--send', HOSTILE, '--send-base64', 'AAH/'])
    expect(remarks('browser')).toContain('cannot set headers of the handshake: X-Hostile, X-Twice, X-Twice, Authorization')
    const limited = spec({ options: { ...DEFAULT_SPEC.options, reconnect: { ...DEFAULT_SPEC.options.reconnect, attempts: 3 } } })
    expect(copyAs('python', limited, []).remarks).toEqual(['The reconnect policy is not taken over.'])
    expect(copyAs('sockscope', limited, []).remarks).toEqual([])
  })
})

describe('a spec as a program', () => {
  it.each(['node', 'browser', 'k6'] as const)('%s: is a module of JavaScript', (target) => {
    const { status, stderr } = spawnSync(process.execPath, ['--check', '--input-type=module', '-'], {
      input: textOf(target),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('python: is a program whose literals are what is meant', ({ skip }) => {
    if (spawnSync('python3', ['--version']).status !== 0) skip('There is no python3 here.')
    const script =
      'import ast,json,sys;print(json.dumps([n.value for n in ast.walk(ast.parse(sys.stdin.read())) if isinstance(n,ast.Constant) and isinstance(n.value,str)]))'
    const literals = JSON.parse(execFileSync('python3', ['-c', script], { input: textOf('python'), encoding: 'utf8' })) as string[]
    expect(literals).toContain(HOSTILE)
    expect(literals).toContain('Bearer {{token}}')
  })

  it('node: runs, and talks', async () => {
    const demo = await startDemoServer({ port: 0 })
    try {
      const { text } = copyAs('node', spec({ url: `${demo.url}/echo` }), [{ kind: 'text', text: HOSTILE }])
      expect(await runModule(`${text}\nsocket.on('message', () => socket.close(1000))\n`)).toContain(HOSTILE)
    } finally {
      await demo.close()
    }
  })
})
