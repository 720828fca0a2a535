import { describe, expect, it } from 'vitest'
import { cookiesByDomain } from '#renderer/cookies/cookies-store.ts'
import { NEW_COOKIE, readMoment, writeMoment } from '#renderer/cookies/written-cookie.ts'

const cookie = (domain: string, name: string, value = 'secret') => ({ ...NEW_COOKIE, domain, name, value })
const JAR = [cookie('a.example', 'one'), cookie('a.example', 'two', 'needle'), cookie('b.example', 'Three')]
const found = (query: string, isValueShown = false) =>
  [...cookiesByDomain(JAR, query, isValueShown)].map(([domain, cookies]) => [domain, ...cookies.map(({ name }) => name)])

describe('the cookies that are shown', () => {
  it.each([
    [
      '',
      [
        ['a.example', 'one', 'two'],
        ['b.example', 'Three'],
      ],
    ],
    ['B.EX', [['b.example', 'Three']]],
    [' three ', [['b.example', 'Three']]],
    ['nothing', []],
  ])('are for %j those where it stands, under their domains', (query, domains) => expect(found(query)).toEqual(domains))

  it('are found by their values only while these are shown: what is hidden cannot be guessed at', () => {
    expect(found('needle')).toEqual([])
    expect(found('needle', true)).toEqual([['a.example', 'two']])
  })
})

describe('the end of a cookie, as it is written', () => {
  it.each([
    ['', null],
    ['2027-01-31', Date.UTC(2027, 0, 31)],
    ['2027-01-31 12:00', Date.UTC(2027, 0, 31, 12)],
    ['2027-01-31T12:00:05Z', Date.UTC(2027, 0, 31, 12, 0, 5)],
    ['tomorrow', undefined],
    ['2027-13-31', undefined],
    ['31.1.2027', undefined],
  ])('%j is %s', (text, moment) => expect(readMoment(text)).toBe(moment))

  it('is read back as it was written', () => {
    for (const moment of [null, 0, Date.UTC(2999, 11, 31, 23, 59, 59)]) expect(readMoment(writeMoment(moment))).toBe(moment)
  })
})
