import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { allCommands, runCommand } from '#renderer/commands/registry.ts'
import { beginSession } from '#renderer/host/session.ts'
import { beginTexts } from '#renderer/i18n/i18n.ts'
import { MENU_GROUPS } from '#shared/menu.ts'

let server: WebSocketServer

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  // All that the browser's host asks of the page.
  Object.assign(globalThis, { window: { location: { host: `127.0.0.1:${port}` } } })
  await beginTexts()
  await beginSession(() => undefined)
})

afterAll(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

describe('the commands of all features', () => {
  it('have ids of their own', () => {
    const ids = allCommands().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('have shortcuts of their own', () => {
    const shortcuts = allCommands().flatMap(({ shortcut }) => shortcut ?? [])
    expect(shortcuts.filter((shortcut, index) => shortcuts.indexOf(shortcut) !== index)).toEqual([])
  })

  it('have titles, each a text and not its key', () => {
    for (const command of allCommands()) expect(command.title(), command.id).toMatch(/^\p{Lu}[^{}]*\S$/u)
  })

  it('hold everything the native menu names', () => {
    const inMenu = MENU_GROUPS.flatMap(({ items }) => items.flatMap((item) => item?.id ?? []))
    const ids = allCommands().map(({ id }) => id)
    expect(inMenu.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('are run by their id, only where they exist and can be run', () => {
    expect(runCommand('no.such')).toBe(false)
    expect(runCommand('file.save')).toBe(false)
    expect(runCommand('file.newConnection')).toBe(true)
    expect(runCommand('file.save')).toBe(true)
  })
})
