import { describe, expect, it } from 'vitest'
import {
  clampTop,
  contentHeight,
  MAX_HEIGHT_PX,
  maxTop,
  type ScrollShape,
  scrollTopOf,
  topOf,
  topToShow,
} from '#renderer/ui/virtual-scroll.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const FIVE_MILLION: ScrollShape = { count: 5_000_000, rowHeight: 24, viewportHeight: 700 }
const FEW: ScrollShape = { count: 100, rowHeight: 24, viewportHeight: 700 }

describe('a list of five million rows', () => {
  it('is no taller than an element can be', () => {
    expect(contentHeight(FIVE_MILLION)).toBe(MAX_HEIGHT_PX)
    expect(MAX_HEIGHT_PX).toBeLessThan(33_554_432)
  })

  it('has every row within reach: each can be shown whole', () => {
    const rows = FIVE_MILLION.viewportHeight / FIVE_MILLION.rowHeight
    for (const start of [0, 1_234_567, 2_500_000, 4_999_900]) {
      let top = clampTop(start, FIVE_MILLION)
      for (let row = start; row < start + 100; row++) {
        top = topToShow(row, top, FIVE_MILLION)
        expect(row, `row ${row}`).toBeGreaterThanOrEqual(top)
        expect(row + 1, `row ${row}`).toBeLessThanOrEqual(top + rows + 1e-6)
      }
    }
  })

  it('ends with its last row flush with the bottom', () => {
    const top = topToShow(4_999_999, 0, FIVE_MILLION)
    expect(top).toBe(maxTop(FIVE_MILLION))
    expect(top + 700 / 24).toBeCloseTo(5_000_000, 6)
  })

  it('maps the scroll bar from end to end, and never backwards', () => {
    const range = contentHeight(FIVE_MILLION) - FIVE_MILLION.viewportHeight
    expect(topOf(0, FIVE_MILLION)).toBe(0)
    expect(topOf(range, FIVE_MILLION)).toBeCloseTo(maxTop(FIVE_MILLION), 6)
    let before = -1
    for (let scrollTop = 0; scrollTop <= range; scrollTop += 9973) {
      const top = topOf(scrollTop, FIVE_MILLION)
      expect(top).toBeGreaterThan(before)
      before = top
    }
  })

  it('finds its way from a row to the scroll bar and back', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed)
      const shape = { count: 1 + random.below(6_000_000), rowHeight: 24, viewportHeight: 50 + random.below(2000) }
      const top = random.next() * maxTop(shape)
      expect(topOf(scrollTopOf(top, shape), shape), `seed ${seed}`).toBeCloseTo(top, 3)
    }
  })
})

describe('a list that needs no scaling', () => {
  it('scrolls by pixels', () => {
    expect(contentHeight(FEW)).toBe(2400)
    expect(topOf(240, FEW)).toBeCloseTo(10, 9)
    expect(scrollTopOf(10, FEW)).toBeCloseTo(240, 9)
  })

  it('moves as little as needed', () => {
    expect(topToShow(5, 0, FEW)).toBe(0)
    expect(topToShow(5, 10, FEW)).toBe(5)
    expect(topToShow(50, 0, FEW)).toBeCloseTo(51 - 700 / 24, 9)
  })

  it('stands still where everything fits', () => {
    const short = { count: 3, rowHeight: 24, viewportHeight: 700 }
    expect([maxTop(short), topOf(100, short), scrollTopOf(0, short), clampTop(9, short)]).toEqual([0, 0, 0, 0])
  })
})
