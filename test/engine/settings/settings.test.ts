import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettings } from '#engine/settings/settings.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'

let folder: string
let file: string
let told: Settings[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-settings-'))
  file = join(folder, 'deep', 'settings.json')
  told = []
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openSettings({ file, onChange: (settings) => told.push(settings) })
const put = async (text: string) => {
  await mkdir(join(folder, 'deep'), { recursive: true })
  await writeFile(file, text)
}
const stored = async () => JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>

describe('settings', () => {
  it('are the defaults where there is no file, and make none before something is written', async () => {
    expect((await open()).read()).toEqual(DEFAULT_SETTINGS)
    expect(await readdir(folder)).toEqual([])
  })

  it('are kept between starts, and told after each write', async () => {
    const settings = await open()
    const written = await settings.write({ theme: 'dark', layout: { main: [20, 80] } })
    expect(written).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', layout: { main: [20, 80] } })
    expect(settings.read()).toEqual(written)
    expect(told).toEqual([written])
    expect((await open()).read()).toEqual(written)
    expect(await readdir(join(folder, 'deep'))).toEqual(['settings.json'])
  })

  it('keep keys they do not know, and what another process wrote meanwhile', async () => {
    await put('{"theme": "dark", "fromTheFuture": {"a": [1]}}')
    const [one, two] = [await open(), await open()]
    await one.write({ tabs: ['a'] })
    await two.write({ isDemoOffered: true })
    expect(await stored()).toEqual({ theme: 'dark', fromTheFuture: { a: [1] }, tabs: ['a'], isDemoOffered: true })
  })

  it('take the writes in the order they were asked for', async () => {
    const settings = await open()
    await Promise.all(Array.from({ length: 30 }, (_, index) => settings.write({ tabs: [`${index}`] })))
    expect(settings.read().tabs).toEqual(['29'])
    expect(await stored()).toEqual({ tabs: ['29'] })
    expect(told).toHaveLength(30)
  })

  it.each(['{"theme": ', '', '[]', 'null', '"dark"', '\u0000\u0001', `{"x": "${'x'.repeat(1024 * 1024)}"}`])(
    'put a file aside that is not theirs: %.20j',
    async (broken) => {
      await put(broken)
      await writeFile(`${file}.broken`, 'an older one')
      const settings = await open()
      expect(settings.read()).toEqual(DEFAULT_SETTINGS)
      expect(await readFile(`${file}.broken-2`, 'utf8')).toBe(broken)
      expect(await readFile(`${file}.broken`, 'utf8')).toBe('an older one')
      await settings.write({ theme: 'light' })
      expect(await stored()).toEqual({ theme: 'light' })
    },
  )

  it('have the default for each value they cannot understand, and leave it in the file', async () => {
    await put(
      '{"theme": "pink", "language": "zh", "layout": {"a": [1e999]}, "tabs": "x", "isDemoOffered": 1, "__proto__": {"theme": "dark"}}',
    )
    const settings = await open()
    expect(settings.read()).toEqual({ ...DEFAULT_SETTINGS, language: 'zh' })
    await settings.write({ isDemoOffered: true })
    expect(await stored()).toMatchObject({ theme: 'pink', tabs: 'x', isDemoOffered: true })
  })

  it.each<[string, unknown]>([
    ['a theme there is not', { theme: 'pink' }],
    ['201 tabs', { tabs: Array.from({ length: 201 }, () => 'a') }],
    ['a tab of 5,000 characters', { tabs: ['x'.repeat(5000)] }],
    ['a size that is no number', { layout: { main: [Number.NaN] } }],
    ['an endless size', { layout: { main: [Number.POSITIVE_INFINITY] } }],
    ['101 panel groups', { layout: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`g${index}`, [1]])) }],
    ['a number for a switch', { isDemoOffered: 1 }],
  ])('refuse %s, and write nothing', async (_, change) => {
    const settings = await open()
    await expect(settings.write(change as Partial<Settings>)).rejects.toMatchObject({ code: 'input.invalid' })
    expect(settings.read()).toEqual(DEFAULT_SETTINGS)
    expect(await readdir(folder)).toEqual([])
    expect(told).toEqual([])
  })

  it('take 200 tabs', async () => {
    const tabs = Array.from({ length: 200 }, (_, index) => `folder/spec ${index}`)
    expect((await (await open()).write({ tabs })).tabs).toEqual(tabs)
  })

  it('say why when the file cannot be used', async () => {
    await mkdir(file, { recursive: true })
    await expect(open()).rejects.toMatchObject({ code: 'library.io', message: expect.stringContaining(file) })
  })
})
