import { quote } from './quote.ts'

/** One way to prove who asks, as a server or a proxy offers it. */
export interface Challenge {
  /** As it was written, e.g. 'Basic'. */
  readonly scheme: string
  /** Names in lower case, values without quotes; one value that is not a parameter (token68) is left out. */
  readonly params: ReadonlyMap<string, string>
}

/** No server offers more; a hostile one could fill a sentence. */
const MOST_CHALLENGES = 8
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const PARAM = new RegExp(`^(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))$`, 's')
const SCHEME = new RegExp(`^(${TOKEN})(?:[ \\t]+(.*))?$`, 's')
/**
 * Reads the values of `WWW-Authenticate` or `Proxy-Authenticate`; what is neither a scheme nor a parameter is passed over.
 *
 * @see RFC 9110 sections 11.3 and 11.6.1
 */
export function parseChallenges(values: readonly string[]): Challenge[] {
  const challenges: { scheme: string; params: Map<string, string> }[] = []
  for (const item of values.flatMap(itemsOf)) {
    const own = PARAM.exec(item)
    if (own !== null) {
      add(challenges.at(-1)?.params, own)
      continue
    }
    const [, scheme, first = ''] = SCHEME.exec(item) ?? []
    if (scheme === undefined) continue
    if (challenges.length === MOST_CHALLENGES) break
    const params = new Map<string, string>()
    add(params, PARAM.exec(first.trim()))
    challenges.push({ scheme, params })
  }
  return challenges
}

/** What stands between commas that are not in quotes. By hand, for a pattern takes quadratic time on a hostile value. */
function itemsOf(value: string): string[] {
  const items: string[] = []
  let [start, isQuoted] = [0, false]
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (character === '"') isQuoted = !isQuoted
    else if (character === '\\' && isQuoted) at++
    else if (character === ',' && !isQuoted) {
      items.push(value.slice(start, at).trim())
      start = at + 1
    }
  }
  return [...items, value.slice(start).trim()]
}

function add(params: Map<string, string> | undefined, match: RegExpExecArray | null): void {
  const [, name, quoted, plain = ''] = match ?? []
  if (name !== undefined && params?.has(name.toLowerCase()) === false)
    params.set(name.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? plain)
}

/** E.g. 'Digest (realm "staff", SHA-256) or Basic (realm "staff")'; '' for none. */
export const challengesText = (challenges: readonly Challenge[]): string => challenges.map(challengeText).join(' or ')

function challengeText({ scheme, params }: Challenge): string {
  const realm = params.get('realm')
  const facts = [
    ...(realm === undefined ? [] : [`realm ${quote(realm)}`]),
    ...(isScheme(scheme, 'Digest') ? [plain(params.get('algorithm') ?? 'MD5')] : []),
    // What a token lacks (RFC 6750 section 3).
    ...['error', 'error_description'].flatMap((name) => params.get(name) ?? []).map(plain),
  ]
  return facts.length === 0 ? plain(scheme) : `${plain(scheme)} (${facts.join(', ')})`
}

const plain = (text: string): string => quote(text).slice(1, -1)

/** Names of schemes have no case (RFC 9110 section 11.1). */
const isScheme = (scheme: string, name: string): boolean => scheme.toLowerCase() === name.toLowerCase()

export const offers = (challenges: readonly Challenge[], ...names: readonly string[]): boolean =>
  challenges.some(({ scheme }) => names.some((name) => isScheme(scheme, name)))
