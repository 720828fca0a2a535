import { describe, expect, it } from 'vitest'
import { compareDecimals } from '#engine/query/decimal.ts'

describe('numbers of JSON are compared by their digits', () => {
  it.each([
    ['1', '1.0', 0],
    ['0', '-0.00e5', 0],
    ['10e-1', '1', 0],
    ['1200', '1.2E+3', 0],
    ['9007199254740993', '9007199254740992', 1],
    ['0.1', '0.10000000000000000001', -1],
    ['-2', '-1', -1],
    ['-1', '1', -1],
    ['0', '0.001', -1],
    ['-0.001', '0', -1],
    ['1e400', '1e399', 1],
    ['1e-999999999', '1e-999999998', -1],
    ['99', '100', -1],
  ])('%s and %s', (one, other, order) => {
    expect(Math.sign(compareDecimals(one, other))).toBe(order)
    expect(Math.sign(compareDecimals(other, one)) + 0).toBe(-order + 0)
  })
})
