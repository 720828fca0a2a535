import { beforeEach, describe, expect, it } from 'vitest'
import { activeTab, changeSpec, EMPTY_SAVED, insertTab, isDirty, openTab, removeTab, useTabs } from '#renderer/tabs/tabs-store.ts'
import type { LibraryPath } from '#shared/model/ids.ts'

const open = (name: string): string => openTab({ origin: name as LibraryPath, name, draft: EMPTY_SAVED, saved: EMPTY_SAVED })
const names = (): string[] => useTabs.getState().tabs.map(({ name }) => name)
const shown = (): string | undefined => activeTab(useTabs.getState())?.name

describe('tabs', () => {
  beforeEach(() => useTabs.setState({ tabs: [], activeId: null }))

  it('open at the end and are shown', () => {
    open('one')
    open('two')
    expect(names()).toEqual(['one', 'two'])
    expect(shown()).toBe('two')
  })

  it('of one file are opened once', () => {
    const id = open('one')
    open('two')
    expect(open('one')).toBe(id)
    expect(names()).toEqual(['one', 'two'])
    expect(shown()).toBe('one')
  })

  it('that go away leave their neighbour shown', () => {
    open('one')
    const two = open('two')
    const three = open('three')
    removeTab(three)
    expect(shown()).toBe('two')
    open('four')
    removeTab(two)
    expect(shown()).toBe('four')
  })

  it('come back where they stood', () => {
    open('one')
    const two = open('two')
    open('three')
    const tab = useTabs.getState().tabs[1]!
    removeTab(two)
    insertTab(tab, 1)
    expect(names()).toEqual(['one', 'two', 'three'])
    expect(shown()).toBe('two')
  })

  it('are unsaved once they differ from their file, and saved again when they do not', () => {
    const id = open('one')
    const isUnsaved = (): boolean => isDirty(activeTab(useTabs.getState())!)
    expect(isUnsaved()).toBe(false)
    changeSpec(id, { url: 'wss://example.org' })
    expect(isUnsaved()).toBe(true)
    changeSpec(id, { url: '' })
    expect(isUnsaved()).toBe(false)
  })
})
