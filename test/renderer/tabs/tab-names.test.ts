import { describe, expect, it } from 'vitest'
import { addressOf, suggestedName } from '#renderer/tabs/tab-names.ts'

describe('the address that a tab is called by', () => {
  it.each([
    ['wss://chat.example.org:8443/v1/room?token=x#y', 'chat.example.org:8443/v1/room'],
    ['ws://127.0.0.1:9001/echo', '127.0.0.1:9001/echo'],
    ['wss://user:secret@example.org/', 'example.org'],
    ['localhost:9001/echo', 'localhost:9001/echo'],
    ['ws+unix:/run/app.sock:/events', '/run/app.sock:/events'],
    ['ws://[::1]:9001/echo', '[::1]:9001/echo'],
    ['wss://example.org/at@sign', 'example.org/at@sign'],
    ['  wss://exam', 'exam'],
    ['', ''],
  ])('of %j is %j', (url, address) => expect(addressOf({ url })).toBe(address))
})

describe('the name that is suggested for a file', () => {
  it.each([
    ['wss://chat.example.org:8443/v1/room?token=x', 'chat.example.org v1 room'],
    ['ws://127.0.0.1:9001/echo', '127.0.0.1 echo'],
    ['wss://user:secret@example.org/a', 'example.org a'],
    ['ws+unix:/run/app.sock:/events', 'run app.sock events'],
    ['wss://example.org/a*b|c/../', 'example.org a b c'],
    ['', ''],
  ])('for %j is %j', (url, name) => expect(suggestedName({ url })).toBe(name))

  it('is one that any system takes, whatever the URL', () => {
    const name = suggestedName({ url: `wss://h/${'😀'.repeat(300)}/<>:"\\|?*\u0000` })
    expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}]/u)
    expect([...name].length).toBeLessThanOrEqual(80)
    expect(name.isWellFormed()).toBe(true)
  })
})
