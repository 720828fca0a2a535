import { describe, expect, it } from 'vitest'
import { JsonReader } from '#renderer/inspector/json/json-reader.ts'
import { containerPreview, type Expanded, initialExpansion, visibleRows } from '#renderer/inspector/json/json-tree.ts'
import { treeStep } from '#renderer/inspector/json/tree-keys.ts'

function documentOf(value: unknown) {
  const result = new JsonReader(JSON.stringify(value)).read(Number.POSITIVE_INFINITY)
  if (!result || 'fault' in result) throw new Error('not JSON')
  return result.document
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const ROOT_OPEN: Expanded = new Set(['0'])

describe('the rows of a JSON tree', () => {
  it('are the root alone while it is closed, and its children once it is open', () => {
    const document = documentOf({ a: 1, b: [2, 3] })
    expect(visibleRows(document, new Set())).toHaveLength(1)
    expect(visibleRows(document, ROOT_OPEN).map((row) => [row.depth, document.rawKey(row.node), row.isExpandable])).toEqual([
      [0, null, true],
      [1, '"a"', false],
      [1, '"b"', true],
    ])
  })

  it('put large arrays into groups of 100, whose elements keep their index', () => {
    const document = documentOf(numbers(250))
    const closed = visibleRows(document, ROOT_OPEN)
    expect(closed.slice(1).map((row) => row.group)).toEqual([
      { from: 0, to: 100 },
      { from: 100, to: 200 },
      { from: 200, to: 250 },
    ])
    const open = visibleRows(document, new Set(['0', closed[3]!.id]))
    expect(open.slice(4).map((row) => document.raw(row.node))).toEqual(numbers(250).slice(200).map(String))
    expect(open[4]).toMatchObject({ position: 200, siblings: 250, depth: 2 })
  })

  it('mark a name that came before', () => {
    const result = new JsonReader('{"a":1,"\\u0061":2,"b":3}').read(Number.POSITIVE_INFINITY)
    if (!result || 'fault' in result) throw new Error('not JSON')
    expect(visibleRows(result.document, ROOT_OPEN).map((row) => row.isDuplicate)).toEqual([false, false, true, false])
  })

  it('begin open where they are few, and stay a page where they are many', () => {
    const small = documentOf({ a: { b: { c: [1, 2] } } })
    expect(visibleRows(small, initialExpansion(small))).toHaveLength(6)
    const large = documentOf(numbers(90).map(() => numbers(50)))
    expect(visibleRows(large, initialExpansion(large)).length).toBeLessThan(250)
  })

  it('show a closed object by its first members, as written', () => {
    expect(containerPreview(documentOf({ a: 1, b: [1], c: {} }), 0)).toBe('{"a": 1, "b": […], "c": {}}')
    expect(containerPreview(documentOf(numbers(20)), 0)).toBe('[0, 1, 2, 3, 4, 5, 6, 7, …]')
  })
})

describe('the keys of a JSON tree', () => {
  const document = documentOf({ a: [1], b: [2], c: 3 })
  const step = (expanded: Expanded, index: number, key: string) => treeStep(visibleRows(document, expanded), expanded, index, key, 10)

  it('open, then enter, with the right arrow; close, then leave, with the left', () => {
    expect(step(new Set(), 0, 'ArrowRight')?.expanded).toEqual(ROOT_OPEN)
    expect(step(ROOT_OPEN, 0, 'ArrowRight')?.index).toBe(1)
    expect(step(ROOT_OPEN, 2, 'ArrowLeft')?.index).toBe(0)
    expect(step(ROOT_OPEN, 0, 'ArrowLeft')?.expanded).toEqual(new Set())
  })

  it('go to the ends, and no further', () => {
    expect(step(ROOT_OPEN, 1, 'End')?.index).toBe(3)
    expect(step(ROOT_OPEN, 3, 'ArrowDown')?.index).toBe(3)
    expect(step(ROOT_OPEN, 3, 'PageUp')?.index).toBe(0)
  })

  it('open all siblings with the asterisk', () => {
    const opened = step(ROOT_OPEN, 3, '*')!.expanded
    expect(visibleRows(document, opened).map((row) => row.depth)).toEqual([0, 1, 2, 1, 2, 1])
  })

  it('leave other keys alone', () => expect(step(ROOT_OPEN, 0, 'x')).toBeNull())
})
