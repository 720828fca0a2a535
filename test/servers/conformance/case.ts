import type { DeflateTerms } from './deflate-pair.ts'
import type { Peer } from './peer.ts'

/** One conversation with a client that sends every message back. */
export interface Case {
  /** By group, e.g. '5.3'. */
  readonly id: string
  readonly about: string
  /** Null where permessage-deflate is not accepted. */
  readonly deflate: DeflateTerms | null
  /** Rejects with a Breach where the client fails. */
  readonly run: (peer: Peer) => Promise<void>
}

/** Numbers the cases of a group. */
export function group(
  number: number,
  cases: readonly (readonly [about: string, run: Case['run']])[],
  deflate: DeflateTerms | null = null,
): Case[] {
  return cases.map(([about, run], index) => ({ id: `${number}.${index + 1}`, about, deflate, run }))
}
