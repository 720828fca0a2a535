import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type WorkspaceWatch, watchWorkspace } from '#engine/library/watch-workspace.ts'

let root: string
let watched: WorkspaceWatch
let changes = 0
let heard: () => void = () => undefined

/** Resolves at the next word of the watch. */
const nextChange = () => new Promise<void>((resolve) => (heard = resolve))

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'sockscope-watch-')))
  await mkdir(join(root, 'chat'))
  await mkdir(join(root, '.git'))
  await writeFile(join(root, 'chat', 'echo.yaml'), 'url: ws://a\n')
  changes = 0
  const onChange = () => {
    changes += 1
    heard()
  }
  watched = await watchWorkspace({ root, onChange, onError: (error) => expect.unreachable(String(error)) })
})

afterEach(async () => {
  await watched.close()
  await rm(root, { recursive: true })
})

describe('a watched workspace', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a file that is edited', () => writeFile(join(root, 'chat', 'echo.yaml'), 'url: ws://b\n')],
    [
      'a file that is replaced as a whole, as editors and git do',
      async () => {
        await writeFile(join(root, '.echo.yaml.swp'), 'url: ws://c\n')
        await rename(join(root, '.echo.yaml.swp'), join(root, 'chat', 'echo.yaml'))
      },
    ],
    ['a new file', () => writeFile(join(root, 'new.yaml'), 'url: ws://a\n')],
    ['a file that goes', () => rm(join(root, 'chat', 'echo.yaml'))],
    ['a folder that is renamed', () => rename(join(root, 'chat'), join(root, 'talk'))],
    ['folder.yaml', () => writeFile(join(root, 'chat', 'folder.yaml'), 'order: [echo]\n')],
  ])('tells of %s', async (_, change) => {
    const next = nextChange()
    await change()
    await next
  })

  it('tells of a file in a folder that came after it', async () => {
    const first = nextChange()
    await mkdir(join(root, 'later', 'inner'), { recursive: true })
    await first
    const second = nextChange()
    await writeFile(join(root, 'later', 'inner', 'x.yaml'), 'url: ws://a\n')
    await second
  })

  it('tells once of a pull that changes many files, and nothing of git itself', async () => {
    const next = nextChange()
    await Promise.all(Array.from({ length: 300 }, (_, index) => writeFile(join(root, 'chat', `${index}.yaml`), 'url: ws://a\n')))
    await Promise.all(Array.from({ length: 50 }, (_, index) => writeFile(join(root, '.git', `${index}`), 'x')))
    await next
    // Slower machines hear of it in several parts, none of 300.
    expect(changes).toBeLessThan(20)
  })

  it('does not follow a link out of the workspace, nor one that leads back', async () => {
    const next = nextChange()
    await symlink(tmpdir(), join(root, 'out'))
    await symlink(root, join(root, 'loop'))
    await next
    const after = nextChange()
    await writeFile(join(root, 'end.yaml'), 'url: ws://a\n')
    await after
  })
})
