import { writeSync } from 'node:fs'
import { writeFileAtomic } from '#engine/files/atomic-write.ts'

/** Writes 8 MiB of one letter over a file, then of the next, until it is killed. Says so before each time. */
const file = process.argv[2] ?? ''
for (let round = 0; ; round++) {
  const contents = Buffer.alloc(8 * 1024 * 1024, 'abcdefgh'[round % 8])
  writeSync(1, '.')
  await writeFileAtomic(file, contents)
}
