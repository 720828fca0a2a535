import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeptJar } from '#engine/cookies/kept-jar.ts'
import { openWorkspaceJar } from '#engine/cookies/workspace-jar.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-cookies-'))
  file = join(folder, 'jars', 'one.json')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (onChange: () => void = () => undefined) => openKeptJar({ file, onChange })
const COOKIE = {
  domain: 'example.com',
  path: '/',
  name: 'a',
  value: '1',
  expiresMs: null,
  secure: false,
  httpOnly: true,
  hostOnly: true,
  sameSite: null,
} as const

const namesIn = async (): Promise<string[]> => {
  const { cookies } = JSON.parse(await readFile(file, 'utf8')) as { cookies: { key: string }[] }
  return cookies.map(({ key }) => key).sort()
}

describe('the cookies of a workspace', () => {
  it('are there again at the next start, those without an end too', async () => {
    const jar = await open()
    jar.take('wss://example.com/x', ['s=1', 'p=2; Max-Age=3600; Secure; HttpOnly; SameSite=Lax'])
    await jar.close()
    const again = await open()
    expect(again.list()).toEqual({ cookies: jar.list().cookies, problem: null })
    expect(again.cookiesFor('wss://example.com/x')).toEqual(jar.cookiesFor('wss://example.com/x'))
    expect(again.list().cookies).toMatchObject([
      { name: 'p', secure: true, httpOnly: true, sameSite: 'Lax', hostOnly: true },
      { name: 's', expiresMs: null },
    ])
  })

  it('are for their owner alone', async () => {
    const jar = await open()
    await jar.set(COOKIE, null)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'jars'))).mode & 0o077).toBe(0)
    expect(await readdir(join(folder, 'jars'))).toEqual(['one.json'])
  })

  it('are one jar for each workspace, and not in it', async () => {
    const jarOf = (workspaceFolder: string) =>
      openWorkspaceJar({ dataFolder: join(folder, 'data'), workspaceFolder, onChange: () => undefined })
    await (await jarOf(join(folder, 'one'))).set(COOKIE, null)
    expect((await jarOf(join(folder, 'two'))).list().cookies).toEqual([])
    expect((await jarOf(join(folder, 'one', '.'))).list().cookies).toEqual([COOKIE])
    expect(await readdir(folder)).toEqual(['data'])
  })

  it('may be changed by two at once: what the other did is kept', async () => {
    const [one, other] = [await open(), await open()]
    await one.set({ ...COOKIE, name: 'of-one' }, null)
    await other.set({ ...COOKIE, name: 'of-other' }, null)
    expect(await namesIn()).toEqual(['of-one', 'of-other'])
    await one.set({ ...COOKIE, name: 'again' }, null)
    expect(await namesIn()).toEqual(['again', 'of-one', 'of-other'])
    await other.delete({ ...COOKIE, name: 'of-one' })
    await one.set({ ...COOKIE, name: 'last' }, null)
    expect(await namesIn()).toEqual(['again', 'last', 'of-other'])
  })

  it('change their key by being edited, and tell of every change', async () => {
    let changes = 0
    const jar = await open(() => {
      changes += 1
    })
    await jar.set(COOKIE, null)
    await jar.set({ ...COOKIE, name: 'b', path: '/x' }, COOKIE)
    expect(jar.list().cookies).toMatchObject([{ name: 'b', path: '/x' }])
    await jar.clear(null)
    expect(await namesIn()).toEqual([])
    expect(changes).toBeGreaterThanOrEqual(3)
  })

  it.each([
    ['not JSON', 'hello'],
    ['another JSON', '[1,2]'],
    ['a cookie without a domain', '{"cookies":[{"key":"a","value":"b","path":"/"}]}'],
  ])('are empty where the file holds %s, which is put aside', async (_, contents) => {
    const first = await open()
    await first.set(COOKIE, null)
    await writeFile(file, contents)
    const jar = await open()
    expect(jar.list()).toEqual({ cookies: [], problem: null })
    expect(await readFile(`${file}.broken`, 'utf8')).toBe(contents)
  })

  it('stay in memory where their file cannot be written, and it is said', async () => {
    await writeFile(join(folder, 'jars'), 'a file in the place of the folder')
    const jar = await open()
    expect(jar.list().problem).toMatchObject({ code: 'cookie.file' })
    await expect(jar.set(COOKIE, null)).rejects.toMatchObject({ code: 'cookie.file' })
    expect(jar.list()).toMatchObject({ cookies: [COOKIE], problem: { code: 'cookie.file' } })
  })
})
