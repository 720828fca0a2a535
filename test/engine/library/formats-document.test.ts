import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SPEC_FILE } from '#engine/library/spec-file.ts'
import type { SockscopeRecord } from '#shared/model/records.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

const page = readFileSync(join(import.meta.dirname, '../../../docs/formats.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text ?? '')

describe('docs/formats.md', () => {
  it('has an example of each record, a JSON object a line', () => {
    const records = blocks('json').flatMap((block) =>
      block
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as SockscopeRecord),
    )
    expect(new Set(records.map(({ type }) => type))).toEqual(
      new Set(['handshake', 'frame', 'raw', 'message', 'close', 'reconnect', 'error']),
    )
    for (const record of records) expect(record).toMatchObject({ connection: 1, timeUs: expect.any(Number) })
  })

  it('has spec files that are read, with the defaults there are', () => {
    const [smallest = '', whole = ''] = blocks('yaml')
    expect(SPEC_FILE.create(SPEC_FILE.read(Buffer.from(smallest), 'smallest'))).toBe(smallest)
    const { spec, messages } = SPEC_FILE.read(Buffer.from(whole), 'whole')
    const { options, automaticHeaders } = DEFAULT_SPEC
    expect(spec).toMatchObject({ options, automaticHeaders, tls: { verify: true, caFiles: ['certs/ca.pem'] } })
    expect(spec.headers[1]).toEqual({ name: 'X-Debug', value: '1', enabled: false })
    expect(messages[0]?.body).toContain('9007199254740993')
  })
})
