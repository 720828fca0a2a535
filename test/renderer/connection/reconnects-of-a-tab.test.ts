import { describe, expect, it } from 'vitest'
import { readCloseCodes } from '#renderer/connection/close-code-list.ts'
import { dropForgotten } from '#renderer/connection/successors.ts'
import { EMPTY_SAVED, type Tab, useTabs, withSuccessor } from '#renderer/tabs/tabs-store.ts'
import type { ConnectionId } from '#shared/model/ids.ts'

const id = (number: number) => number as ConnectionId
const tab = (connections: number[], current: number | null): Tab => ({
  id: 'tab',
  origin: null,
  name: '',
  draft: EMPTY_SAVED,
  saved: null,
  connections: connections.map(id),
  current: current === null ? null : id(current),
  isSideBySide: false,
})

describe('a connection that follows another in a tab', () => {
  it('is shown where that one was, and nothing is laid out anew', () => {
    expect(withSuccessor(tab([1], 1), id(1), id(2))).toMatchObject({ connections: [1, 2], current: 2, isSideBySide: false })
  })

  it('does not take the place of one that a person looks at meanwhile', () => {
    expect(withSuccessor(tab([1, 2], 1), id(2), id(3))).toMatchObject({ connections: [1, 2, 3], current: 1 })
  })
})

describe('a connection that the engine took off its list', () => {
  it('leaves its tab; what is looked at is then the newest', () => {
    useTabs.setState({ tabs: [tab([1, 2, 3], 1), { ...tab([4], 4), id: 'other' }], activeId: 'tab' })
    dropForgotten(id(1))
    expect(useTabs.getState().tabs).toMatchObject([
      { connections: [2, 3], current: 3 },
      { connections: [4], current: 4 },
    ])
  })
})

describe('close codes in one field', () => {
  it.each([
    ['', []],
    ['1000, 1008 4000', [1000, 1008, 4000]],
    ['1000,1000', [1000]],
    ['70000', null],
    ['1000, x', null],
    ['-1', null],
  ])('%j are %j', (written, codes) => expect(readCloseCodes(written)).toEqual(codes))
})
