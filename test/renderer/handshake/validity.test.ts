import { describe, expect, it } from 'vitest'
import { endText } from '#renderer/handshake/end-text.ts'
import { validityAt } from '#renderer/handshake/validity.ts'

const certificate = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2027-01-01T00:00:00.000Z' }

describe("a certificate's time", () => {
  it.each([
    ['2025-12-31T00:00:00Z', { state: 'early', days: 1 }],
    ['2026-01-01T00:00:00Z', { state: 'valid', days: 365 }],
    ['2026-12-02T00:00:00Z', { state: 'valid', days: 30 }],
    ['2026-12-02T00:00:01Z', { state: 'soon', days: 29 }],
    ['2026-12-31T23:59:59Z', { state: 'soon', days: 0 }],
    ['2027-01-01T00:00:01Z', { state: 'expired', days: 0 }],
    ['2027-01-11T00:00:00Z', { state: 'expired', days: 10 }],
  ])('stands at %s as it stood when it was shown', (at, expected) => expect(validityAt(certificate, Date.parse(at))).toEqual(expected))

  it('is not guessed where it cannot be read', () => {
    expect(validityAt({ ...certificate, validTo: 'sometime' }, 0).state).toBe('unreadable')
  })
})

describe('an end of a connection', () => {
  it('is address and port, IPv6 in brackets, or a path', () => {
    expect(endText('127.0.0.1', 80)).toBe('127.0.0.1:80')
    expect(endText('::1', 80)).toBe('[::1]:80')
    expect(endText('/run/app.sock', null)).toBe('/run/app.sock')
  })
})
