import { describe, expect, it } from 'vitest'
import { type Challenge, challengesText, offers, parseChallenges } from '#engine/handshake/challenges.ts'
import { seededRandom } from '../../support/seeded-random.ts'

const asPlain = ({ scheme, params }: Challenge) => [scheme, Object.fromEntries(params)]
const parsed = (...values: readonly string[]) => parseChallenges(values).map(asPlain)

describe('challenges (RFC 9110 section 11.6.1)', () => {
  it.each([
    ['one', ['Basic realm="x"'], [['Basic', { realm: 'x' }]]],
    [
      'the example of the RFC',
      ['Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""'],
      [
        ['Basic', { realm: 'simple' }],
        ['Newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
      ],
    ],
    [
      'several headers',
      ['Negotiate', 'NTLM TlRMTVNTUAAC==', 'Basic realm = "a, b"'],
      [
        ['Negotiate', {}],
        ['NTLM', {}],
        ['Basic', { realm: 'a, b' }],
      ],
    ],
    ['empty members', [', ,Basic realm="x",,'], [['Basic', { realm: 'x' }]]],
    ['the first of a parameter given twice', ['Basic realm="a", REALM="b"'], [['Basic', { realm: 'a' }]]],
    ['a quote that never ends', ['Basic realm="x, Digest realm="y"'], [['Basic', {}]]],
    ['parameters of nothing', ['realm="x"'], []],
    ['nothing', ['', '"', '=', '@@'], []],
  ])('%s', (_, values, expected) => expect(parsed(...values)).toEqual(expected))

  it('are at most eight', () => expect(parseChallenges(Array(100).fill('Basic'))).toHaveLength(8))

  it('are named with what matters of them, and cannot forge a sentence', () => {
    const text = challengesText(parseChallenges(['Digest realm="a\x1b[2J", qop="auth"', 'DIGEST algorithm=SHA-256', 'Custom x=1']))
    expect(text).toBe('Digest (realm "a\\x1b[2J", MD5) or DIGEST (SHA-256) or Custom')
    expect(challengesText([])).toBe('')
  })

  it('know schemes in any case', () => {
    expect(offers(parseChallenges(['bAsIc realm="x"']), 'Basic')).toBe(true)
    expect(offers(parseChallenges(['Digest realm="Basic"']), 'Basic', 'Bearer')).toBe(false)
  })

  it('are read from anything, in time that grows with its length', () => {
    const seed = Number(process.env.SEED ?? 20_261_122)
    const random = seededRandom(seed)
    const pieces = ['Basic', ' ', ',', '"', '\\', '=', 'realm', 'a', '\t', '\0', 'ÿ', '=='] as const
    for (let round = 0; round < 2_000; round++) {
      const value = Array.from({ length: random.below(40) }, () => random.pick(pieces)).join('')
      const challenges = parseChallenges([value])
      expect(challenges.length, `seed ${seed}, ${JSON.stringify(value)}`).toBeLessThanOrEqual(8)
      expect(challengesText(challenges)).not.toMatch(/[\0\t\n]/)
    }
    expect(parseChallenges([`Basic realm=${'"\\'.repeat(32_000)}`]).map(({ scheme }) => scheme)).toEqual(['Basic'])
  })
})
