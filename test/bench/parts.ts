import type { BenchPart } from './bench-part.ts'
import { latencyPart } from './latency.ts'
import { pageReadPart } from './page-read.ts'
import { peersPart } from './peers.ts'
import { queryPart } from './query.ts'
import { receivePart } from './receive.ts'
import { tailPart } from './tail.ts'
import { tenMillionPart } from './ten-million.ts'

/** In the order they run. */
export const PARTS: readonly BenchPart[] = [receivePart, peersPart, tenMillionPart, pageReadPart, queryPart, latencyPart, tailPart]
