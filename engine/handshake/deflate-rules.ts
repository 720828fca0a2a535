import type { NegotiatedDeflate } from '#shared/model/handshake.ts'
import type { Extension } from './extensions.ts'
import { quote } from './quote.ts'

export const DEFLATE = 'permessage-deflate'
const WIDEST_WINDOW_BITS = 15
const WINDOW_BITS = /^(?:[89]|1[0-5])$/

/** The parameters of one permessage-deflate element. Bits: null if absent, 'any' if it has no value. */
interface DeflateParameters {
  readonly server_no_context_takeover: boolean
  readonly client_no_context_takeover: boolean
  readonly server_max_window_bits: number | null
  readonly client_max_window_bits: number | 'any' | null
}

export type DeflateJudgement =
  | { readonly deflate: NegotiatedDeflate; readonly problem: null }
  /** What is wrong, as a sentence. */
  | { readonly deflate: null; readonly problem: string }

/**
 * Judges an accepted permessage-deflate against what was offered; of several offers, the first that the answer fits.
 *
 * @see RFC 7692 sections 7.1.1 and 7.1.2
 */
export function judgeDeflate(answer: Extension, offers: readonly Extension[]): DeflateJudgement {
  const given = readParameters(answer, 'answer')
  if (typeof given === 'string') return { deflate: null, problem: given }
  let problem = 'The offer Sockscope was told to send is itself not valid, so nothing can be accepted from it.'
  let isFirst = true
  for (const offer of offers) {
    const asked = readParameters(offer, 'offer')
    if (typeof asked === 'string') continue
    const conflict = conflictOf(asked, given)
    if (conflict === null) return { deflate: agreed(asked, given), problem: null }
    if (isFirst) problem = conflict
    isFirst = false
  }
  return { deflate: null, problem }
}

/** What a server that answers wrongly seems to mean: what cannot be read is left out, and what was offered does not matter. */
export function deflateAsAnswered({ parameters }: Extension): NegotiatedDeflate {
  const has = (name: string): boolean => parameters.some((parameter) => parameter.name === name)
  const bits = (name: string): number => {
    const value = parameters.find((parameter) => parameter.name === name)?.value ?? ''
    return WINDOW_BITS.test(value) ? Number(value) : WIDEST_WINDOW_BITS
  }
  return {
    serverNoContextTakeover: has('server_no_context_takeover'),
    clientNoContextTakeover: has('client_no_context_takeover'),
    serverMaxWindowBits: bits('server_max_window_bits'),
    clientMaxWindowBits: bits('client_max_window_bits'),
  }
}

function conflictOf(asked: DeflateParameters, given: DeflateParameters): string | null {
  if (asked.server_no_context_takeover && !given.server_no_context_takeover) {
    return 'server_no_context_takeover was offered; a server that accepts must answer with it, this one did not.'
  }
  if (asked.server_max_window_bits !== null) {
    if (given.server_max_window_bits === null) {
      return `server_max_window_bits=${asked.server_max_window_bits} was offered; a server that accepts must answer with it, this one did not.`
    }
    if (given.server_max_window_bits > asked.server_max_window_bits) {
      return `server_max_window_bits=${given.server_max_window_bits} is larger than the ${asked.server_max_window_bits} that was offered.`
    }
  }
  if (given.client_max_window_bits !== null && asked.client_max_window_bits === null) {
    return 'client_max_window_bits was answered but not offered.'
  }
  return null
}

/** What the client may use is the smaller of its own hint and the server's limit (RFC 7692 section 7.1.2.2). */
function agreed(asked: DeflateParameters, given: DeflateParameters): NegotiatedDeflate {
  const hint = typeof asked.client_max_window_bits === 'number' ? asked.client_max_window_bits : WIDEST_WINDOW_BITS
  const limit = typeof given.client_max_window_bits === 'number' ? given.client_max_window_bits : WIDEST_WINDOW_BITS
  return {
    serverNoContextTakeover: given.server_no_context_takeover,
    // What the client offered for itself it keeps, whether or not the server repeats it (section 7.1.1.2).
    clientNoContextTakeover: given.client_no_context_takeover || asked.client_no_context_takeover,
    serverMaxWindowBits: given.server_max_window_bits ?? WIDEST_WINDOW_BITS,
    clientMaxWindowBits: Math.min(hint, limit),
  }
}

/** The parameters, or the sentence that says which rule they break. */
function readParameters(extension: Extension, role: 'offer' | 'answer'): DeflateParameters | string {
  const seen = new Map<string, string | null>()
  for (const { name, value } of extension.parameters) {
    if (seen.has(name)) return `The parameter ${quote(name)} stands there twice.`
    seen.set(name, value)
    const problem = parameterProblem(name, value, role)
    if (problem !== null) return problem
  }
  const server = seen.get('server_max_window_bits')
  const client = seen.get('client_max_window_bits')
  return {
    server_no_context_takeover: seen.has('server_no_context_takeover'),
    client_no_context_takeover: seen.has('client_no_context_takeover'),
    server_max_window_bits: server === undefined ? null : Number(server),
    client_max_window_bits: client === undefined ? null : client === null ? 'any' : Number(client),
  }
}

function parameterProblem(name: string, value: string | null, role: 'offer' | 'answer'): string | null {
  switch (name) {
    case 'server_no_context_takeover':
    case 'client_no_context_takeover':
      return value === null ? null : `The parameter ${name} takes no value, but has ${quote(value)}.`
    case 'server_max_window_bits':
    case 'client_max_window_bits':
      if (value === null && name === 'client_max_window_bits' && role === 'offer') return null
      if (value === null) return `The parameter ${name} has no value; it must be 8 to 15.`
      return WINDOW_BITS.test(value) ? null : `The value ${quote(value)} of ${name} is not a number from 8 to 15 without leading zeros.`
    default:
      return `permessage-deflate has no parameter ${quote(name)}.`
  }
}
