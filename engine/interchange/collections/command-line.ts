import type { CollectionImport } from '#shared/model/collection-import.ts'
import { type AuthOptions, DEFAULT_SPEC, type Pair, type SavedSpec } from '#shared/model/spec.ts'
import { toAuth } from './auth.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { fromNothing } from './placeholders.ts'
import { shellWords } from './shell-words.ts'
import { unreadable } from './source.ts'
import { toSavedSpec } from './spec-draft.ts'

/** What an option of a tool says. 'none': it takes no value and says nothing here; 'value': it takes one that says nothing here. */
type Meaning =
  | 'none'
  | 'value'
  | 'header'
  | 'user'
  | 'subprotocol'
  | 'origin'
  | 'cookie'
  | 'user-agent'
  | 'insecure'
  | 'ca'
  | 'cert'
  | 'key'
  | 'passphrase'
  | 'proxy'
  | 'message'
  | 'url'
  | 'redirects'
  | 'bearer'

const CURL: Readonly<Record<string, Meaning>> = {
  '-H': 'header',
  '--header': 'header',
  '-u': 'user',
  '--user': 'user',
  '-b': 'cookie',
  '--cookie': 'cookie',
  '-A': 'user-agent',
  '--user-agent': 'user-agent',
  '-k': 'insecure',
  '--insecure': 'insecure',
  '--cacert': 'ca',
  '-E': 'cert',
  '--cert': 'cert',
  '--key': 'key',
  '--pass': 'passphrase',
  '-x': 'proxy',
  '--proxy': 'proxy',
  '-L': 'redirects',
  '--location': 'redirects',
  '--url': 'url',
  '--oauth2-bearer': 'bearer',
  '-X': 'value',
  '--request': 'value',
  '-o': 'value',
  '--output': 'value',
  '-d': 'value',
  '--data': 'value',
  '--data-raw': 'value',
  '-m': 'value',
  '--max-time': 'value',
  '--connect-timeout': 'value',
  '--resolve': 'value',
  '-e': 'value',
  '--referer': 'value',
}
const WSCAT: Readonly<Record<string, Meaning>> = {
  '-c': 'url',
  '--connect': 'url',
  '-H': 'header',
  '--header': 'header',
  '-s': 'subprotocol',
  '--subprotocol': 'subprotocol',
  '-o': 'origin',
  '--origin': 'origin',
  '--host': 'value',
  '--auth': 'user',
  '-n': 'insecure',
  '--no-check': 'insecure',
  '--ca': 'ca',
  '--cert': 'cert',
  '--key': 'key',
  '--passphrase': 'passphrase',
  '--proxy': 'proxy',
  '-x': 'message',
  '--execute': 'message',
  '-w': 'value',
  '--wait': 'value',
  '-p': 'value',
  '--protocol': 'value',
  '-L': 'redirects',
  '--location': 'redirects',
}
const WEBSOCAT: Readonly<Record<string, Meaning>> = {
  '-H': 'header',
  '--header': 'header',
  '--basic-auth': 'user',
  '--protocol': 'subprotocol',
  '--origin': 'origin',
  '--ua': 'user-agent',
  '-k': 'insecure',
  '--insecure': 'insecure',
  '--client-pkcs12-der': 'value',
  '--client-pkcs12-passwd': 'value',
  '--socks5': 'value',
  '--ping-interval': 'value',
  '--ping-timeout': 'value',
  '-B': 'value',
  '--buffer-size': 'value',
}
const TOOLS: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = { curl: CURL, wscat: WSCAT, websocat: WEBSOCAT }
const WITHOUT_VALUE: readonly Meaning[] = ['none', 'insecure', 'redirects']

const toolOf = (word: string): string => (word.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/i, '')

/** A line of curl, wscat or websocat, as a person pastes it. */
export function isCommandLine(text: string): boolean {
  const [, first = ''] = /^\s*(?:\$\s+)?(?:npx\s+)?(\S+)\s/.exec(text) ?? []
  return Object.hasOwn(TOOLS, toolOf(first))
}

/** A URL alone. */
export const isAddress = (text: string): boolean => /^\s*(?:wss?|ws\+unix):\/*\S+\s*$/i.test(text)

export function readAddress(text: string): CollectionImport {
  const gathering = new Gathering(fromNothing)
  const url = gathering.text(text.trim(), [])
  gathering.addSpec({ folder: [], name: nameOf(url), saved: { spec: { ...DEFAULT_SPEC, url }, variables: [], messages: [] } })
  return gathering.finish('address', nameOf(url))
}

/** @throws AppError 'import.unreadable' if it names no URL */
export function readCommandLine(text: string): CollectionImport {
  const gathering = new Gathering(fromNothing)
  const words = shellWords(text.trim().replace(/^\$\s+/, ''))
  const command = words[0] === 'npx' ? words.slice(1) : words
  const tool = toolOf(command[0] ?? '')
  const said = readOptions(command.slice(1), TOOLS[tool] ?? {}, tool, gathering)
  const url = said.get('url')?.at(-1)
  if (url === undefined) throw unreadable(`The line of ${tool} names no URL.`)
  const saved = specOf(url.replace(/^http/i, 'ws'), said, gathering)
  gathering.addSpec({ folder: [], name: nameOf(url), saved })
  return gathering.finish('command-line', nameOf(url))
}

type Said = ReadonlyMap<Meaning, readonly string[]>

function readOptions(words: readonly string[], options: Readonly<Record<string, Meaning>>, tool: string, gathering: Gathering): Said {
  const said = new Map<Meaning, string[]>()
  const say = (meaning: Meaning, value: string): void => {
    said.set(meaning, [...(said.get(meaning) ?? []), value])
  }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('-') || word === '-') {
      // websocat's own address types stand beside the URL; of several words the one that is a URL counts.
      if (/^(?:wss?|https?):\/\//i.test(word) || (tool === 'curl' && !said.has('url'))) say('url', word)
      continue
    }
    const { name, glued } = partsOf(word, options)
    const meaning = Object.hasOwn(options, name) ? (options[name] ?? 'none') : 'none'
    const takesNext = !WITHOUT_VALUE.includes(meaning) && glued === null
    const value = takesNext ? (words[at + 1] ?? '') : (glued ?? '')
    if (takesNext) at += 1
    if (meaning === 'none' || meaning === 'value') gathering.remark('left-out', [name], `This option of ${tool} has no meaning here.`)
    else say(meaning, value)
  }
  return said
}

/** `--name=value`, and `-Hvalue` as short options may be written. */
function partsOf(word: string, options: Readonly<Record<string, Meaning>>): { readonly name: string; readonly glued: string | null } {
  const equals = word.indexOf('=')
  if (word.startsWith('--') && equals > 0) return { name: word.slice(0, equals), glued: word.slice(equals + 1) }
  const short = word.slice(0, 2)
  const takesValue = Object.hasOwn(options, short) && !WITHOUT_VALUE.includes(options[short] ?? 'none')
  return !word.startsWith('--') && word.length > 2 && takesValue ? { name: short, glued: word.slice(2) } : { name: word, glued: null }
}

function specOf(url: string, said: Said, gathering: Gathering): SavedSpec {
  const all = (meaning: Meaning): readonly string[] => said.get(meaning) ?? []
  const one = (meaning: Meaning): string => gathering.text(all(meaning).at(-1) ?? '', [])
  const headers: Pair[] = [
    ...all('header').map((line) => headerOf(line, gathering)),
    ...all('origin').map((value) => pair('Origin', value, gathering)),
    ...all('user-agent').map((value) => pair('User-Agent', value, gathering)),
    ...all('cookie').map((value) => pair('Cookie', value, gathering)),
    ...all('subprotocol').map((value) => pair('Sec-WebSocket-Protocol', value, gathering)),
  ]
  const messages = all('message').map((body) => toMessage('', '', gathering.text(body, [])))
  const draft = {
    url: gathering.text(url, []),
    params: [],
    headers,
    auth: authOf(one('user'), one('bearer'), gathering),
    messages,
    verify: !said.has('insecure'),
  }
  const { spec, ...rest } = toSavedSpec(draft, gathering, [])
  const clientCertificate = { certFile: one('cert'), keyFile: one('key'), pfxFile: '', passphrase: one('passphrase') }
  const proxy = said.has('proxy') ? { mode: 'manual' as const, url: one('proxy') } : spec.proxy
  const options = { ...spec.options, maxRedirects: said.has('redirects') ? 10 : spec.options.maxRedirects }
  return {
    ...rest,
    spec: { ...spec, tls: { ...spec.tls, caFiles: [...all('ca')], clientCertificate }, proxy, options },
  }
}

function authOf(user: string, bearer: string, gathering: Gathering): AuthOptions | null {
  if (bearer !== '') return toAuth({ kind: 'bearer', field: (name) => (name === 'token' ? bearer : '') }, gathering, [])
  if (user === '') return null
  const colon = user.indexOf(':')
  const [username, password] = colon === -1 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)]
  return toAuth({ kind: 'basic', field: (name) => (name === 'username' ? username : password) }, gathering, [])
}

function headerOf(line: string, gathering: Gathering): Pair {
  const colon = line.indexOf(':')
  return colon === -1 ? pair(line.trim(), '', gathering) : pair(line.slice(0, colon).trim(), line.slice(colon + 1).trim(), gathering)
}

const pair = (name: string, value: string, gathering: Gathering): Pair => ({ name, value: gathering.text(value, [name]), enabled: true })

function nameOf(url: string): string {
  const [, host = '', path = ''] = /^[\w+]+:\/*([^/?#]*)([^?#]*)/.exec(url) ?? []
  return `${host}${path === '/' ? '' : path}` || url
}
