import type { BenchPart } from './bench-part.ts'
import { receivePart } from './receive.ts'

/** In the order they run. */
export const PARTS: readonly BenchPart[] = [receivePart]
