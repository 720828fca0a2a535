import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { SavedMessage } from '#shared/model/spec.ts'
import type { Variable } from '#shared/model/variables.ts'
import { messagesOf } from './asyncapi-messages.ts'
import { type Placed, References } from './asyncapi-refs.ts'
import { type AsyncApiServer, defaultOf, propertiesOf, serversOf } from './asyncapi-servers.ts'
import { type Foreign, isTable, listAt, parseYaml, tableAt, tableOf, textAt, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { fromBraces, fromNothing } from './placeholders.ts'
import type { SourceFile } from './source.ts'
import { type SpecDraft, toSavedSpec } from './spec-draft.ts'

const NO_SERVER: AsyncApiServer = { name: '', url: 'wss://{host}', variables: tableOf(null) }

/** The file of the document itself; others of the same folder may be referred to. */
export function asyncApiFile(files: readonly SourceFile[]): SourceFile | undefined {
  return files.find(({ path, text }) => /\.(?:ya?ml|json)$/i.test(path) && /^\s*\{?\s*["']?asyncapi["']?\s*:\s*["']?[23]\./m.test(text))
}

/** AsyncAPI 2.x and 3.x: each channel of each server becomes a spec, its messages' examples its messages. */
export function readAsyncApi(file: SourceFile, files: readonly SourceFile[]): CollectionImport {
  // Schemas and examples hold braces of their own; only addresses have parameters.
  const gathering = new Gathering(fromNothing)
  const references = new References(files, gathering)
  const document: Placed = { value: tableOf(parseYaml(file.text)), path: file.path }
  const isThird = textAt(document.value, 'asyncapi').startsWith('3')
  const servers = serversOf(document, references)
  if (servers.length === 0) gathering.remark('unsure', ['servers'], 'The document names no WebSocket server: set the variable "host".')
  for (const [name, given] of Object.entries(tableAt(document.value, 'channels'))) {
    const channel = references.resolve(given, document.path)
    readChannel(
      { name, address: isThird ? textAt(channel.value, 'address') : name, channel, document, isThird },
      servers,
      references,
      gathering,
    )
  }
  return gathering.finish(isThird ? 'asyncapi-3' : 'asyncapi-2', textAt(tableAt(document.value, 'info'), 'title'))
}

interface Channel {
  readonly name: string
  /** With `{parameters}`. */
  readonly address: string
  readonly channel: Placed
  readonly document: Placed
  readonly isThird: boolean
}

function readChannel(channel: Channel, servers: readonly AsyncApiServer[], references: References, gathering: Gathering): void {
  const wanted = serverNames(channel.channel.value)
  const own = wanted.length === 0 ? servers : servers.filter(({ name }) => wanted.includes(name))
  const many = own.length > 1
  for (const server of own.length === 0 ? [NO_SERVER] : own) {
    const folder = many ? [server.name] : []
    const path = channel.address === '/' || channel.address === '' ? '' : `/${channel.address.replace(/^\//, '')}`
    const name = channel.isThird || channel.address === '/' ? channel.name : channel.address.replace(/^\//, '')
    addSpec(folder, name || '/', `${server.url}${path}`, channel, server, references, gathering)
  }
}

/** Version 2 lists names, version 3 references such as '#/servers/public'. */
const serverNames = (channel: Foreign): string[] =>
  listAt(channel, 'servers').map((server) => (typeof server === 'string' ? server : (textAt(server, '$ref').split('/').at(-1) ?? '')))

function addSpec(
  folder: string[],
  name: string,
  url: string,
  channel: Channel,
  server: AsyncApiServer,
  references: References,
  gathering: Gathering,
): void {
  const place = [...folder, name]
  const binding = references.resolve(
    valueAt(references.resolve(valueAt(channel.channel.value, 'bindings'), channel.channel.path).value, 'ws'),
    channel.channel.path,
  )
  const pairs = (key: string) =>
    propertiesOf(references.resolve(valueAt(binding.value, key), binding.path), references).map((pair) => ({
      ...pair,
      value: fromNothing(pair.value).text,
    }))
  if (textAt(binding.value, 'method').toUpperCase() === 'POST') {
    gathering.remark('unsure', place, 'Its binding says POST; a WebSocket handshake is a GET (RFC 6455 section 4.1).')
  }
  const draft: SpecDraft = {
    url: fromBraces(url).text,
    params: pairs('query'),
    headers: pairs('headers'),
    auth: null,
    messages: toServer(channel, references, gathering),
  }
  gathering.addFolder({ path: folder, auth: null, headers: [], variables: variablesOf(url, channel, server, references) })
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

function variablesOf(url: string, { channel }: Channel, server: AsyncApiServer, references: References): Variable[] {
  const parameters = tableAt(channel.value, 'parameters')
  return [...url.matchAll(/\{([^{}\n]+)\}/g)].map(([, name = '']): Variable => {
    const said = valueAt(parameters, name) ?? valueAt(server.variables, name)
    return { name, kind: 'plain', value: fromNothing(defaultOf(references.resolve(said, channel.path).value)).text, enabled: true }
  })
}

/** The messages a client sends: version 2 says "publish" of them, in version 3 the application's operation "receives" them. */
function toServer(channel: Channel, references: References, gathering: Gathering): SavedMessage[] {
  const placed = channel.isThird ? receivedMessages(channel, references) : publishedMessages(channel, references)
  return placed.flatMap(({ name, message }) => messagesOf(name, message, references, gathering))
}

interface Named {
  readonly name: string
  readonly message: Placed
}

function publishedMessages({ channel }: Channel, references: References): Named[] {
  const operation = references.resolve(valueAt(channel.value, 'publish'), channel.path)
  const message = references.resolve(valueAt(operation.value, 'message'), operation.path)
  const choices = listAt(message.value, 'oneOf')
  const all = choices.length > 0 ? choices : isTable(valueAt(operation.value, 'message')) ? [valueAt(operation.value, 'message')] : []
  return all.map((given, index) => ({
    name: referredName(given) || `Message ${index + 1}`,
    message: references.resolve(given, message.path),
  }))
}

/** A document without operations does not say who sends what: all messages of the channel are offered. */
function receivedMessages({ name, channel, document }: Channel, references: References): Named[] {
  const operations = Object.values(tableAt(document.value, 'operations')).map((given) => references.resolve(given, document.path).value)
  const own = operations.filter((operation) => textAt(valueAt(operation, 'channel'), '$ref').endsWith(`/${name}`))
  const received = own.filter((operation) => textAt(operation, 'action') === 'receive')
  const listed = received.flatMap((operation) => listAt(operation, 'messages')).map(referredName)
  if (operations.length > 0 && received.length === 0) return []
  return Object.entries(tableAt(channel.value, 'messages'))
    .filter(([message]) => listed.length === 0 || listed.includes(message))
    .map(([message, given]) => ({ name: message, message: references.resolve(given, channel.path) }))
}

const referredName = (given: unknown): string => textAt(given, '$ref').split('/').at(-1) ?? ''
