import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLibrary } from '#engine/library/library.ts'
import type { LibraryPath } from '#shared/model/ids.ts'

/** Starts one of the scripts beside this file, and kills it when it has said `times` things. */
async function killedAfter(script: string, argument: string, times: number): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, script), argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = 0
  child.stdout.on('data', (data: Buffer) => {
    said += data.length
    if (said >= times) child.kill('SIGKILL')
  })
  await once(child, 'exit')
}

it('a process killed while writing leaves the file old or new, whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-killed-'))
  const file = join(folder, 'file')
  const letters = new Set<string>()
  await writeFile(file, Buffer.alloc(8 * 1024 * 1024, 'a'))
  for (let kill = 0; kill < 20; kill++) {
    await killedAfter('writing-process.ts', file, 1 + (kill % 5))
    const contents = await readFile(file)
    const letter = contents.toString('latin1', 0, 1)
    letters.add(letter)
    expect(contents.equals(Buffer.alloc(8 * 1024 * 1024, letter)), `kill ${kill}`).toBe(true)
  }
  expect(letters.size).toBeGreaterThan(1)
  await rm(folder, { recursive: true })
})

it('a process killed while saving specs leaves each file old or new, whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-killed-'))
  for (const name of ['a', 'b', 'c']) await writeFile(join(folder, `${name}.yaml`), '# kept\nurl: ws://round/0\n')
  for (let kill = 0; kill < 6; kill++) {
    await killedAfter('saving-process.ts', folder, 3 + kill)
    const library = await openLibrary({ folder, onChange: () => undefined })
    for (const name of ['a', 'b', 'c']) {
      const { spec, messages } = await library.read(name as LibraryPath)
      const round = Number(/^ws:\/\/round\/(\d+)$/.exec(spec.url)?.[1])
      expect(messages[0]?.body ?? '').toBe(round === 0 ? '' : `${round}\n`.repeat(20_000))
    }
    expect((await library.tree()).map((node) => `${node.kind} ${node.name}`)).toEqual(['spec a', 'spec b', 'spec c'])
  }
  await rm(folder, { recursive: true })
})
