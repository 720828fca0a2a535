import { describe, expect, it } from 'vitest'
import { closeCodeName, closeRegistryOf, isSendableCloseCode } from '#shared/model/close-codes.ts'

describe('the name of a close code (IANA registry)', () => {
  it.each([
    [1000, 'Normal closure'],
    [1005, 'No status received'],
    [1006, 'Abnormal closure'],
    [1015, 'TLS handshake'],
    [1016, 'Unassigned'],
    [2999, 'Unassigned'],
    [3000, 'Unauthorized'],
    [3001, 'Registered by libraries'],
    [3999, 'Registered by libraries'],
    [4000, 'Private use'],
    [4999, 'Private use'],
    [0, 'Not a close code'],
    [999, 'Not a close code'],
    [5000, 'Not a close code'],
  ])('%i is "%s"', (code, name) => expect(closeCodeName(code)).toBe(name))
})

describe('the codes an endpoint may send (RFC 6455 section 7.4)', () => {
  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1010, 1014, 3000, 3999, 4000, 4999])('%i may be sent', (code) => {
    expect(isSendableCloseCode(code)).toBe(true)
  })
  it.each([-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535, 1000.5, Number.NaN])('%d may not', (code) => {
    expect(isSendableCloseCode(code)).toBe(false)
  })
})

it.each([
  [[1000, 1003, 1014, 2999], 'protocol'],
  [[3000, 3999], 'libraries'],
  [[4000, 4999], 'private'],
  [[1004, 1005, 1006, 1015], 'reserved'],
  [[0, 999, 5000, 65535], 'none'],
] as const)('%s are of the registry "%s"', (codes, registry) => {
  expect(codes.map(closeRegistryOf)).toEqual(codes.map(() => registry))
})
