import type { Command } from 'commander'
import { type ConnectionOptions, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { milliseconds, wholeNumber } from './option-values.ts'

interface Values {
  readonly maxMessage: number
  readonly maxInflated: number
  readonly maxFragments: number
  readonly maxHead: number
  readonly tolerant?: true
  readonly pong: boolean
  readonly keepAlive?: number
  readonly pongTimeout: number
}

/** How what comes is judged, and when the other side is asked whether it is there. */
export type Judging = Pick<
  ConnectionOptions,
  'maxMessageBytes' | 'maxInflatedBytes' | 'maxFragments' | 'maxHeadBytes' | 'tolerant' | 'automaticPong' | 'keepAlive'
>

/** Declares the options for limits, tolerance and pings; the returned function reads them. */
export function declareJudgeOptions(command: Command): () => Judging {
  const { maxMessageBytes, maxInflatedBytes, maxFragments, maxHeadBytes, keepAlive } = DEFAULT_SPEC.options
  command
    .option('--max-message <bytes>', 'refuse larger messages, joined, as they cross', wholeNumber('--max-message', 1), maxMessageBytes)
    .option('--max-inflated <bytes>', 'refuse what inflates to more', wholeNumber('--max-inflated', 1), maxInflatedBytes)
    .option('--max-fragments <n>', 'refuse messages of more frames', wholeNumber('--max-fragments', 1), maxFragments)
    .option('--max-head <bytes>', 'refuse longer heads of answers', wholeNumber('--max-head', 256, 16 * 1024 * 1024), maxHeadBytes)
    .option('--tolerant', 'mark what breaks a rule, and go on while that is possible')
    .option('--no-pong', 'show pings and do not answer them')
    .option('--keep-alive <ms>', 'send a ping so often', milliseconds('--keep-alive'))
    .option(
      '--pong-timeout <ms>',
      'with --keep-alive: give a pong so long; 0: for ever',
      wholeNumber('--pong-timeout', 0, 2_147_483_647),
      keepAlive.pongTimeoutMs,
    )
  return () => judgingOf(command.opts<Values>())
}

const judgingOf = (values: Values): Judging => ({
  maxMessageBytes: values.maxMessage,
  maxInflatedBytes: values.maxInflated,
  maxFragments: values.maxFragments,
  maxHeadBytes: values.maxHead,
  tolerant: values.tolerant ?? false,
  automaticPong: values.pong,
  keepAlive: { intervalMs: values.keepAlive ?? 0, pongTimeoutMs: values.pongTimeout },
})
