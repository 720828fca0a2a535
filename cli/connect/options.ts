import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import type { OutgoingMessage } from '#shared/model/connection.ts'
import { type AutomaticHeaders, type ConnectionSpec, DEFAULT_SPEC, type Pair } from '#shared/model/spec.ts'
import { type Again, declareAgainOptions, requireOneCapture } from './again-options.ts'
import { readHeaderOption } from './header-option.ts'
import { declareJudgeOptions, type Judging } from './judge-options.ts'
import { milliseconds, readBase64, readClose, readPing, wholeNumber } from './option-values.ts'
import { type CloseChoice, type ConnectPlan, DEFAULT_LINGER_MS, NORMAL_CLOSE, type Step } from './plan.ts'
import { declareReachOptions, type Reach, repeated } from './reach-options.ts'

/** What the options leave behind that commander does not keep in order itself. */
interface Collected {
  readonly steps: Step[]
  readonly headers: Pair[]
  readonly without: Set<keyof AutomaticHeaders>
  readonly subprotocols: string[]
}

/** All but the messages and the end. */
type Way = Reach & { readonly judging: Judging; readonly again: Again }

interface Values {
  readonly json?: true
  readonly explain?: true
  readonly count?: number
  readonly duration?: number
  readonly close?: CloseChoice
  readonly linger: number
  readonly compression: boolean
  readonly timeout: number
  readonly echo?: true
  readonly save?: string
}

/** Declares the options of `sockscope connect`; the returned function makes the plan once they have been read. */
export function declareConnectOptions(command: Command): (url: string) => ConnectPlan {
  const collected: Collected = { steps: [], headers: [], without: new Set(), subprotocols: [] }
  declareHandshake(command, collected)
  const reachOf = declareReachOptions(command)
  const again = declareAgainOptions(command)
  const judging = declareJudgeOptions(command)
  declareMessages(command, collected.steps)
  declareEnding(command)
  return (url) => planOf(command.opts<Values>(), collected, { ...reachOf(url), judging: judging(), again: again() })
}

function declareHandshake(command: Command, { headers, without, subprotocols }: Collected): void {
  const { handshakeTimeoutMs } = DEFAULT_SPEC.options
  const readHeader = (text: string): void => {
    const option = readHeaderOption(text)
    if (option.kind === 'header') headers.push(option.header)
    else without.add(option.automatic)
  }
  command
    .addOption(repeated('-H, --header <header>', "send 'Name: value'; 'Name;' sends it empty, 'Host:' leaves it out", readHeader))
    .addOption(repeated('-s, --subprotocol <name>', 'offer a subprotocol, in the order given', (name) => void subprotocols.push(name)))
    .option('--no-compression', 'do not offer permessage-deflate')
    .option('--timeout <ms>', 'give the handshake so long', milliseconds('--timeout'), handshakeTimeoutMs)
}

function declareMessages(command: Command, steps: Step[]): void {
  const push = (message: OutgoingMessage): void => void steps.push({ kind: 'message', message })
  command
    .addOption(repeated('--send <text>', 'send a text message', (text) => push({ kind: 'text', text })))
    .addOption(repeated('--send-base64 <base64>', 'send a binary message', (text) => push({ kind: 'binary', bytes: readBase64(text) })))
    .addOption(repeated('--send-file <file>', 'send a file as a binary message', (path) => void steps.push({ kind: 'file', path })))
    .option('--ping [data]', 'send a ping')
    .option('--echo', 'send every message back as it came')
    // Commander calls no parser for --ping without data.
    .on('option:ping', (text: string | null) => void steps.push({ kind: 'ping', payload: readPing(text ?? '') }))
}

function declareEnding(command: Command): void {
  command
    .option('--count <n>', 'close after n messages were received', wholeNumber('--count', 1))
    .option('--duration <ms>', 'close so long after the connection opened', milliseconds('--duration'))
    .option(
      '--linger <ms>',
      'after the end of input, close when nothing has come for so long',
      wholeNumber('--linger', 0, 2_147_483_647),
      DEFAULT_LINGER_MS,
    )
    .option('--close <code[:reason]>', 'what to close with (default: 1000)', readClose)
    .option('--json', 'print records, one JSON object a line')
    .option('--explain', 'report the handshake and the end in full; with nothing to send, close after the handshake')
    .option('--save <capture>', 'keep everything in a capture file')
}

function planOf(values: Values, collected: Collected, reach: Way): ConnectPlan {
  if (values.explain && values.json) {
    throw new AppError('input.invalid', '--explain and --json exclude each other: one is for people, the other for programs.', {
      hint: 'Leave --explain out; the records hold the same facts.',
    })
  }
  requireOneCapture(values.save ?? null, reach.again)
  return {
    spec: specOf(values, collected, reach),
    steps: collected.steps,
    close: values.close ?? NORMAL_CLOSE,
    isCloseAsked: values.close !== undefined,
    count: values.count ?? null,
    durationMs: values.duration ?? null,
    lingerMs: values.linger,
    isEcho: values.echo ?? false,
    isJson: values.json ?? false,
    isExplain: values.explain ?? false,
    save: values.save ?? null,
    cookieJar: reach.again.cookieJar,
  }
}

function specOf(values: Values, { headers, without, subprotocols }: Collected, reach: Way): ConnectionSpec {
  const { automaticHeaders, options } = DEFAULT_SPEC
  return {
    ...DEFAULT_SPEC,
    url: reach.url,
    headers: [...hostOf(reach, headers, without), ...reach.headers, ...headers],
    automaticHeaders: {
      host: automaticHeaders.host && !without.has('host'),
      userAgent: automaticHeaders.userAgent && !without.has('userAgent'),
      origin: automaticHeaders.origin && !without.has('origin'),
    },
    subprotocols: subprotocols.map((name) => ({ name, enabled: true })),
    auth: reach.auth,
    tls: reach.tls,
    proxy: reach.proxy,
    addresses: reach.addresses,
    options: {
      ...options,
      handshakeTimeoutMs: values.timeout,
      ...reach.judging,
      maxRedirects: reach.maxRedirects,
      reconnect: reach.again.reconnect,
      compression: { ...options.compression, enabled: values.compression },
    },
  }
}

/** A `Host` that was said, or left out, with -H stands in place of the URL's. */
const hostOf = ({ hostHeader }: Reach, headers: readonly Pair[], without: Collected['without']): readonly Pair[] =>
  without.has('host') || headers.some(({ name }) => name.toLowerCase() === 'host') ? [] : hostHeader
