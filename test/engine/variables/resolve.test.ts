import { describe, expect, it } from 'vitest'
import { VARIABLE_SCOPES, type Variable, type VariableScope } from '#shared/model/variables.ts'
import { templateFunctions } from '../../../engine/variables/functions.ts'
import { MAX_RESOLVED_CHARS, requireResolved, resolveText, unresolvable } from '../../../engine/variables/resolve.ts'
import { type VariableTable, visibleVariables } from '../../../engine/variables/scopes.ts'

const variable = (name: string, value: string, more: Partial<Variable> = {}): Variable => ({
  name,
  value,
  kind: 'plain',
  enabled: true,
  ...more,
})
const table = (scope: VariableScope, ...variables: Variable[]): VariableTable => ({ origin: { scope, place: '' }, variables })

const functions = templateFunctions({
  environment: (name) => {
    if (name === 'STAGE') return 'test'
    throw unresolvable(`${name} is not set.`)
  },
  readFile: async (path) => `<${path}>`,
  nowMs: () => 1_795_376_400_123,
})
const resolve = (text: string, ...variables: Variable[]) =>
  resolveText(text, { functions, variables: visibleVariables([table('spec', ...variables)]) })

describe('a text with variables, resolved', () => {
  it.each([
    ['plain', 'plain'],
    ['wss://{{host}}:{{port}}/', 'wss://example.com:8443/'],
    ['{{url}}', 'wss://example.com/'],
    ['\\{{host}}', '{{host}}'],
    ['{{$base64 {{host}}}}', 'ZXhhbXBsZS5jb20='],
    ['{{$base64 "a b"}}', 'YSBi'],
    ['{{$timestamp}} {{$timestampMs}} {{$isoTimestamp}}', '1795376400 1795376400123 2026-11-22T19:40:00.123Z'],
    ['{{$env STAGE}}', 'test'],
    ['{{$file a.txt}}', '<a.txt>'],
    ['{{$json "say \\"hi\\""}}', 'say \\"hi\\"'],
    ['{{$urlEncode "a b&c"}}', 'a%20b%26c'],
    ['{{$hex hi}} {{$base64Url "??>"}}', '6869 Pz8-'],
    // FIPS 180-4 and RFC 4231 section 4.3
    ['{{$sha256 abc}}', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['{{$hmacSha256 Jefe "what do ya want for nothing?"}}', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('%s', async (text, expected) => {
    const variables = [variable('host', 'example.com'), variable('port', '8443'), variable('url', 'wss://{{host}}/')]
    expect(await resolve(text, ...variables)).toMatchObject({ text: expected, unresolved: [] })
  })

  it('signs a JSON web token whose claims keep their digits', async () => {
    const { text } = await resolve('{{$jwt {{key}} "{\\"id\\":9007199254740993}"}}', variable('key', 'k'))
    const [header = '', claims = '', signature = ''] = text.split('.')
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"HS256","typ":"JWT"}')
    expect(Buffer.from(claims, 'base64url').toString()).toBe('{"id":9007199254740993}')
    expect(signature).toHaveLength(43)
  })

  it('draws anew at each place', async () => {
    const { text } = await resolve('{{$uuid}} {{$uuid}}')
    const [one, two] = text.split(' ')
    expect(one).toMatch(/^[\da-f]{8}-/)
    expect(one).not.toBe(two)
    for (let round = 0; round < 50; round += 1) expect(Number((await resolve('{{$randomInt -1 1}}')).text)).toBeOneOf([-1, 0, 1])
  })

  it('takes a secret as it is: braces in it are braces', async () => {
    expect(await resolve('{{s}}', variable('s', 'a{{b}}', { kind: 'secret' }))).toMatchObject({ text: 'a{{b}}', unresolved: [] })
  })

  it('says which variables it used, those of other variables too, and which are secret', async () => {
    const { used } = await resolve('{{a}}', variable('a', 'x{{b}}'), variable('b', 's', { kind: 'secret' }), variable('c', ''))
    expect(used.map(({ name, value, isSecret }) => [name, value, isSecret])).toEqual([
      ['b', 's', true],
      ['a', 'xs', false],
    ])
  })

  it.each([
    ['{{nobody}}', /no variable of that name/],
    ['{{off}}', /no variable of that name/],
    ['{{secret}}', /no value on this machine/],
    ['{{loop}}', /loop → pool → loop/],
    ['{{$nothing}}', /no function \$nothing/],
    ['{{$base64}}', /it is \{\{\$base64 text\}\}/],
    ['{{$base64 a b}}', /2 arguments/],
    ['{{$base64 {{nobody}}}}', /no variable of that name/],
    ['{{$randomInt 2 1}}', /two whole numbers/],
    ['{{$jwt k notjson}}', /must be a JSON object/],
    ['{{$jwt k {} none}}', /HS256/],
    ['{{$env HOME}}', /HOME is not set/],
    ['{{ open', /}} is missing/],
    ['{{#if}}', /neither a name nor a function/],
  ])('leaves %s as written, and says why', async (text, reason) => {
    const variables = [
      variable('off', 'x', { enabled: false }),
      variable('secret', '', { kind: 'secret' }),
      variable('loop', '{{pool}}'),
      variable('pool', '{{loop}}'),
    ]
    const resolved = await resolve(`a ${text}`, ...variables)
    expect(resolved.unresolved[0]?.reason).toMatch(reason)
    expect(() => requireResolved(resolved.unresolved)).toThrow(expect.objectContaining({ code: 'variable.unresolved' }))
  })

  it('does not become a bomb', async () => {
    const rows = Array.from({ length: 40 }, (_, level) =>
      variable(`v${level}`, level === 0 ? 'x'.repeat(1000) : `{{v${level - 1}}}`.repeat(10)),
    )
    await expect(resolve('{{v39}}', ...rows)).rejects.toMatchObject({
      code: 'variable.failed',
      message: expect.stringContaining(String(MAX_RESOLVED_CHARS)),
    })
  })
})

describe('the scope of a variable', () => {
  it.each(VARIABLE_SCOPES.map((scope, index) => [scope, VARIABLE_SCOPES.slice(0, index + 1)] as const))(
    '%s wins over those before it',
    (scope, scopes) => {
      const tables = scopes.map((each) => table(each, variable('x', each))).reverse()
      expect(visibleVariables(tables).get('x')?.origin.scope).toBe(scope)
    },
  )

  it('is the innermost folder, and of two lines in a table the later one', () => {
    const folders = [
      table('folder', variable('x', 'outer')),
      table('folder', variable('x', 'inner'), variable('y', '1'), variable('y', '2')),
    ]
    const visible = visibleVariables(folders)
    expect(visible.get('x')?.variable.value).toBe('inner')
    expect(visible.get('y')?.variable.value).toBe('2')
  })
})
