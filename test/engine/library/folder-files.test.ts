import { describe, expect, it } from 'vitest'
import { ENVIRONMENT_FILE } from '#engine/library/environment-file.ts'
import { FOLDER_FILE } from '#engine/library/folder-file.ts'
import { DEFAULT_FOLDER } from '#shared/model/folder.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

const bytes = (text: string) => Buffer.from(text)
const variable = (name: string, value: string) => ({ name, kind: 'plain' as const, value, enabled: true })

describe('folder.yaml', () => {
  it('may be empty but for its version, and leaves out what is as usual', () => {
    expect(FOLDER_FILE.create(DEFAULT_FOLDER)).toBe('version: 1\n')
    expect(FOLDER_FILE.read(bytes('version: 1\n'), 'folder.yaml')).toEqual(DEFAULT_FOLDER)
    expect(FOLDER_FILE.read(bytes('{}'), 'folder.yaml')).toEqual(DEFAULT_FOLDER)
  })

  it('holds order, credentials, headers and variables', () => {
    const folder = {
      order: ['b', 'a'],
      auth: { ...DEFAULT_SPEC.auth, kind: 'bearer' as const, token: '{{token}}' },
      headers: [{ name: 'X-A', value: '1', enabled: true }],
      variables: [variable('host', 'example.com'), { ...variable('token', ''), kind: 'secret' as const }],
    }
    const text = FOLDER_FILE.create(folder)
    expect(text).toBe(`version: 1
order:
  - b
  - a
auth:
  kind: bearer
  token: "{{token}}"
headers:
  - name: X-A
    value: "1"
variables:
  - name: host
    value: example.com
  - name: token
    kind: secret
`)
    expect(FOLDER_FILE.read(bytes(text), 'folder.yaml')).toEqual(folder)
  })

  it('keeps comments and unknown keys when a variable changes', () => {
    const text = '# ours\nvariables:\n  # the host\n  - name: host\n    value: a   # here\n    owner: me\nmore: 1\n'
    const folder = FOLDER_FILE.read(bytes(text), 'folder.yaml')
    const edited = FOLDER_FILE.edit(bytes(text), { ...folder, variables: [variable('host', 'b')] }, 'folder.yaml')
    expect(edited).toBe(text.replace('value: a ', 'value: b '))
  })

  it('is refused with the line and the key', () => {
    expect(() => FOLDER_FILE.read(bytes('order:\n  - a\nvariables:\n  - value: x\n'), 'chat/folder.yaml')).toThrow(
      /chat\/folder\.yaml, line 4: variables\[1\]/,
    )
    expect(() => FOLDER_FILE.read(bytes('- a\n'), 'folder.yaml')).toThrow(/such as "order:"/)
  })
})

describe('an environment', () => {
  it('holds variables', () => {
    const environment = { variables: [variable('host', 'test.example.com'), { ...variable('room', '7'), kind: 'prompt' as const }] }
    const text = ENVIRONMENT_FILE.create(environment)
    expect(text).toBe(
      'version: 1\nvariables:\n  - name: host\n    value: test.example.com\n  - name: room\n    kind: prompt\n    value: "7"\n',
    )
    expect(ENVIRONMENT_FILE.read(bytes(text), 'test.yaml')).toEqual(environment)
  })

  it('of a newer Sockscope is not read', () => {
    expect(() => ENVIRONMENT_FILE.read(bytes('version: 2\nvariables: []\n'), 'test.yaml')).toThrow(/version 2/)
  })
})
