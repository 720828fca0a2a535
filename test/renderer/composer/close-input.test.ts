import { describe, expect, it } from 'vitest'
import { readClose, utf8Bytes } from '#renderer/composer/close-input.ts'
import { SENDABLE_REGISTERED_CODES } from '#shared/model/close-codes.ts'

describe('what is typed for a close frame', () => {
  it('is a code and a reason', () => {
    expect(readClose('4001', 'done')).toEqual({ code: 4001, reason: 'done', problem: null })
  })

  it('may be nothing: a close frame without a body', () => {
    expect(readClose(' ', '')).toEqual({ code: null, reason: '', problem: null })
  })

  it.each([
    ['a word', 'bye', '', 'closeCodeNumber'],
    ['three digits', '999', '', 'closeCodeNumber'],
    ['a code that stands for "no code"', '1005', '', 'closeCodeForbidden'],
    ['a code that stands for "no close frame"', '1006', '', 'closeCodeForbidden'],
    ['a code of no range', '2999', '', 'closeCodeForbidden'],
    ['a code beyond the last range', '5000', '', 'closeCodeForbidden'],
    ['a reason without a code', '', 'because', 'closeReasonWithoutCode'],
    ['a reason of 124 bytes', '1000', 'x'.repeat(124), 'closeReasonLong'],
    ['a reason whose bytes are more than its characters', '1000', '汉'.repeat(42), 'closeReasonLong'],
  ])('is refused where it is %s', (_, code, reason, problem) => expect(readClose(code, reason)).toEqual({ problem }))

  it.each(['x'.repeat(123), '汉'.repeat(41), `${'😀'.repeat(30)}abc`])('takes a reason of 123 bytes', (reason) => {
    expect(utf8Bytes(reason)).toBe(123)
    expect(readClose('1000', reason).problem).toBeNull()
  })

  it('is offered every registered code that may be sent, and no other', () => {
    expect(SENDABLE_REGISTERED_CODES).toEqual([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3003, 3008])
  })
})
