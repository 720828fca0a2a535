import { describe, expect, it } from 'vitest'
import { checkName, FreeNames, nameFrom } from '#engine/library/names.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

describe('a foreign text as a name', () => {
  it.each([
    ['plain', 'Prices', 'Prices'],
    ['a way out', '../../x', '-..-x'],
    ['an absolute path', 'C:\\Windows\\x', 'C--Windows-x'],
    ['a device of Windows', 'CON', '_CON'],
    ['a device with an extension', 'aux.txt', '_aux.txt'],
    ['nothing', '', 'Connection'],
    ['only dots', ' .. ', 'Connection'],
    ['a hidden file', '.git', 'git'],
    ['a file of ours', 'folder', '_folder'],
    ['installed packages', 'node_modules', '_node_modules'],
    ['control characters', 'a\u0000\nb', 'a b'],
    ['half a character', 'a\ud800', 'a\ufffd'],
    ['a decomposed letter', 'u\u0308', 'ü'],
    ['300 characters', 'x'.repeat(300), 'x'.repeat(100)],
    ['300 wide characters', '漢'.repeat(300), '漢'.repeat(80)],
    ['a dot where it is cut', `${'x'.repeat(99)}.y`, 'x'.repeat(99)],
  ])('%s', (_, given, name) => expect(nameFrom(given, 'Connection')).toBe(name))

  it('is a valid name whatever it was', () => {
    const random = seededRandom(20261123)
    const parts = ['..', '/', '\\', ' ', '.', 'CON', 'nul', ':', '\u202e', '\ud83d', '😀', 'folder', 'a', '\u0300', '漢', '"', '\u0007']
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: random.below(150) }, () => random.pick(parts)).join('')
      const name = nameFrom(text, 'Connection')
      expect(() => checkName(name), JSON.stringify(text)).not.toThrow()
    }
  })
})

describe('names of a new folder', () => {
  it('are given once, whatever their case', () => {
    const names = new FreeNames()
    expect(['Feed', 'feed', 'FEED', 'Feed 2', 'feed'].map((name) => names.take(name))).toEqual([
      'Feed',
      'feed 2',
      'FEED 3',
      'Feed 2 2',
      'feed 4',
    ])
  })

  it('stay valid when a number is added', () => {
    const names = new FreeNames()
    const long = 'x'.repeat(100)
    for (let round = 0; round < 20; round++) expect(() => checkName(names.take(long))).not.toThrow()
  })
})
