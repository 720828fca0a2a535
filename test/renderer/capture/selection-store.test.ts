import { describe, expect, it } from 'vitest'
import { chooseAll, chooseFrame, chooseOne, chosenOf, select, selectionOf, useSelection } from '#renderer/capture/selection-store.ts'
import type { ConnectionId } from '#shared/model/ids.ts'

let lastId = 0
const newId = (): ConnectionId => ++lastId as ConnectionId
const chosen = (id: ConnectionId) => chosenOf(id)(useSelection.getState())?.ranges
const lead = (id: ConnectionId) => selectionOf(id)(useSelection.getState())

describe('choosing rows', () => {
  it('extends from where it began, in both directions', () => {
    const id = newId()
    chooseFrame(id, 10, 'one')
    chooseFrame(id, 15, 'extend')
    expect(chosen(id)).toEqual([{ first: 10, end: 16 }])
    chooseFrame(id, 8, 'extend')
    expect(chosen(id)).toEqual([{ first: 8, end: 11 }])
    expect(lead(id)).toEqual({ kind: 'frame', seq: 8 })
  })

  it('adds and takes away single ones; what was taken away leads no more', () => {
    const id = newId()
    chooseFrame(id, 3, 'one')
    chooseFrame(id, 9, 'toggle')
    expect(chosen(id)).toEqual([
      { first: 3, end: 4 },
      { first: 9, end: 10 },
    ])
    chooseFrame(id, 9, 'toggle')
    expect([chosen(id), lead(id)]).toEqual([[{ first: 3, end: 4 }], { kind: 'frame', seq: 3 }])
  })

  it('takes all, and goes back to one', () => {
    const id = newId()
    chooseFrame(id, 3, 'one')
    chooseAll(id, 0, 5_000_000)
    expect([chosen(id), lead(id)]).toEqual([[{ first: 0, end: 5_000_000 }], { kind: 'frame', seq: 3 }])
    chooseOne(id)
    expect(chosen(id)).toEqual([{ first: 3, end: 4 }])
  })

  it('chooses no frame where something else is selected', () => {
    const id = newId()
    chooseFrame(id, 3, 'one')
    select(id, { kind: 'handshake' })
    expect(chosen(id)).toBeUndefined()
  })
})
