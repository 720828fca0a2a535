import type { Case } from './case.ts'
import { CLOSING } from './cases/closing.ts'
import { COMPRESSION } from './cases/compression.ts'
import { FRAGMENTS } from './cases/fragments.ts'
import { FRAMING } from './cases/framing.ts'
import { LIMITS } from './cases/limits.ts'
import { TEXT } from './cases/text.ts'

/** By the groups of the public Autobahn suite: 1 framing, 2 pings, 3 reserved bits, 4 opcodes, 5 fragments, 6 UTF-8, 7 closing, 9 and 10 limits, 12 and 13 compression. */
export const ALL_CASES: readonly Case[] = [...FRAMING, ...FRAGMENTS, ...TEXT, ...CLOSING, ...LIMITS, ...COMPRESSION]
