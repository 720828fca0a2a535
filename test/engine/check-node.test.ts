import { expect, it } from 'vitest'
import { checkNode } from '#engine/index.ts'

it('a Node with SQLite is new enough', () => expect(checkNode).not.toThrow())

it('a Node without SQLite is refused with a sentence', () => {
  const { getBuiltinModule } = process
  process.getBuiltinModule = (() => undefined) as unknown as typeof getBuiltinModule
  try {
    expect(checkNode).toThrow(expect.objectContaining({ code: 'node.too-old', message: expect.stringContaining(process.versions.node) }))
  } finally {
    process.getBuiltinModule = getBuiltinModule
  }
})
