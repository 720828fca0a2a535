import { writeSync } from 'node:fs'
import { openLibrary } from '#engine/library/library.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { DEFAULT_SPEC, type SavedSpec } from '#shared/model/spec.ts'

/** Saves the specs of a workspace in turn, again and again, until it is killed. Says so before each save. */
const library = await openLibrary({ folder: process.argv[2] ?? '', onChange: () => undefined })
const files = ['a', 'b', 'c'] as LibraryPath[]
for (let round = 1; ; round++) {
  const saved: SavedSpec = {
    spec: { ...DEFAULT_SPEC, url: `ws://round/${round}` },
    variables: [],
    messages: [{ name: 'body', format: 'text', body: `${round}\n`.repeat(20_000) }],
  }
  for (const file of files) {
    writeSync(1, '.')
    await library.save(file, saved)
  }
}
