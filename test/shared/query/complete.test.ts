import { describe, expect, it } from 'vitest'
import { completeQuery } from '#shared/query/complete.ts'

/** `|` is the caret. */
function offered(written: string): string[] {
  const caret = written.indexOf('¦')
  const text = written.replace('¦', '')
  const { from, to, items } = completeQuery(text, caret)
  return items.map(({ insert }) => `${text.slice(0, from)}${insert}¦${text.slice(to)}`)
}

describe('completion of a query', () => {
  it('offers fields where a term can begin', () => {
    expect(offered('¦')).toContain('dir:¦')
    expect(offered('si¦')).toEqual(['size>¦'])
    expect(offered('op:ping -co¦')).toEqual(['op:ping -code:¦', 'op:ping -compressed¦'])
    expect(offered('(vi¦)')).toEqual(['(violation¦)'])
  })
  it('offers what a field can be', () => {
    expect(offered('dir:¦')).toEqual(['dir:in¦', 'dir:out¦'])
    expect(offered('op:p¦')).toEqual(['op:ping¦', 'op:pong¦'])
    expect(offered('op:ping|po¦')).toEqual(['op:ping|pong¦'])
    expect(offered('violation:close-c¦')).toEqual(['violation:close-code¦'])
  })
  it('replaces the rest of the word behind the caret', () => {
    expect(offered('dir:o¦ut')).toEqual(['dir:out¦'])
    expect(offered('d¦ir fin')).toEqual(['dir:¦ fin'])
  })
  it('offers nothing that stands there already, and nothing within quotes or an expression', () => {
    expect(offered('dir:in¦')).toEqual([])
    expect(offered('"si¦')).toEqual([])
    expect(offered('/si¦')).toEqual([])
    expect(offered('"a\\"" si¦')).toEqual(['"a\\"" size>¦'])
    expect(offered('/a/ si¦')).toEqual(['/a/ size>¦'])
  })
})
