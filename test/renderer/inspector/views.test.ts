import { describe, expect, it } from 'vitest'
import { NOTHING_CHOSEN, tabsOf, VIEWS, type Viewed, viewFor, withChosen } from '#renderer/inspector/views.ts'

const of = (kind: Viewed['kind'], key: string = kind): Viewed => ({ kind, key, views: VIEWS })
const CONTROL: Viewed = { kind: 'text', key: 'ping', views: ['text', 'hex', 'frame'] }

describe('the view of a payload', () => {
  it('suits what it is, as long as nobody chose', () => {
    const kinds = ['text', 'json', 'xml', 'svg', 'table', 'image', 'audio', 'packed', 'binary', 'empty'] as const
    expect(kinds.map((kind) => viewFor(NOTHING_CHOSEN, of(kind)))).toEqual([
      'text',
      'json',
      'source',
      'image',
      'table',
      'image',
      'audio',
      'unpacked',
      'hex',
      'frame',
    ])
  })

  it('is remembered for each kind', () => {
    const chosen = withChosen(withChosen(NOTHING_CHOSEN, 'text', of('json')), 'preview', of('html'))
    expect(viewFor(chosen, of('json', 'another'))).toBe('text')
    expect(viewFor(chosen, of('html', 'another'))).toBe('preview')
    expect(viewFor(chosen, of('image'))).toBe('image')
  })

  it('stays Hex or Frame from row to row, until another is chosen', () => {
    const hex = withChosen(NOTHING_CHOSEN, 'hex', of('json'))
    expect([viewFor(hex, of('json')), viewFor(hex, of('image')), viewFor(hex, CONTROL)]).toEqual(['hex', 'hex', 'hex'])
    expect(viewFor(withChosen(hex, 'text', of('text')), of('json'))).toBe('json')
  })

  it('that does not fit holds for this payload only, and is a tab as long as it is shown', () => {
    const odd = withChosen(NOTHING_CHOSEN, 'audio', of('binary'))
    expect(viewFor(odd, of('binary'))).toBe('audio')
    expect(viewFor(odd, of('binary', 'another'))).toBe('hex')
    expect(tabsOf(of('binary'), 'audio')).toEqual(['text', 'json', 'audio', 'hex', 'frame'])
    expect(tabsOf(of('binary'), 'hex')).toEqual(['text', 'json', 'hex', 'frame'])
    expect(tabsOf(of('html'), 'source')).toEqual(['text', 'source', 'preview', 'hex', 'frame'])
  })

  it('is one that there is', () => {
    expect(viewFor(withChosen(NOTHING_CHOSEN, 'json', of('text', 'ping')), CONTROL)).toBe('text')
  })
})
