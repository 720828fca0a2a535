import { describe, expect, it } from 'vitest'
import { movedItem, replacedItem, withoutItem } from '#renderer/connection/list-edits.ts'
import { EMPTY_SAVED, type Tab, withConnection, withoutConnection } from '#renderer/tabs/tabs-store.ts'
import type { ConnectionId } from '#shared/model/ids.ts'

const first = 1 as ConnectionId
const second = 2 as ConnectionId

const TAB: Tab = {
  id: 'tab',
  origin: null,
  name: '',
  draft: EMPTY_SAVED,
  saved: null,
  connections: [],
  current: null,
  isSideBySide: false,
}

describe('the connections of a tab', () => {
  it('show the newest, and all side by side once there are two', () => {
    const one = withConnection(TAB, first)
    expect(one).toMatchObject({ connections: [first], current: first, isSideBySide: false })
    expect(withConnection(one, second)).toMatchObject({ connections: [first, second], current: second, isSideBySide: true })
  })

  it('show what is left when the current one goes', () => {
    const both = withConnection(withConnection(TAB, first), second)
    expect(withoutConnection(both, second)).toMatchObject({ connections: [first], current: first, isSideBySide: false })
    expect(withoutConnection({ ...both, current: first }, second)).toMatchObject({ connections: [first], current: first })
    expect(withoutConnection(withConnection(TAB, first), first)).toMatchObject({ connections: [], current: null })
  })
})

describe('edits of a list', () => {
  it('replace, remove and move, and leave the old list as it was', () => {
    const list = Object.freeze(['a', 'b', 'c'])
    expect(replacedItem(list, 1, 'x')).toEqual(['a', 'x', 'c'])
    expect(withoutItem(list, 0)).toEqual(['b', 'c'])
    expect(movedItem(list, 0, 2)).toEqual(['b', 'c', 'a'])
    expect(movedItem(list, 2, 1)).toEqual(['a', 'c', 'b'])
  })

  it('do not move beyond the ends', () => {
    expect(movedItem(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(movedItem(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
    expect(movedItem(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
  })
})
