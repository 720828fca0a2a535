import type { CopiedCode, CopyTarget } from '#shared/model/copy-as.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { copyAsBrowser, copyAsK6, copyAsNode, copyAsPython } from './programs.ts'
import { type CopiedMessage, type CopiedRequest, copiedRequest } from './request.ts'
import { copyAsCurl, copyAsSockscope, copyAsWebsocat, copyAsWscat } from './terminal-tools.ts'

const WRITERS: Readonly<Record<CopyTarget, (request: CopiedRequest) => CopiedCode>> = {
  sockscope: copyAsSockscope,
  wscat: copyAsWscat,
  websocat: copyAsWebsocat,
  curl: copyAsCurl,
  node: copyAsNode,
  python: copyAsPython,
  browser: copyAsBrowser,
  k6: copyAsK6,
}

/** A spec, and messages to send when it is open, as a command or a program of another tool. Placeholders stay as they are. */
export function copyAs(target: CopyTarget, spec: ConnectionSpec, messages: readonly CopiedMessage[]): CopiedCode {
  const { text, remarks } = WRITERS[target](copiedRequest(spec, messages))
  const placeholders = [...new Set(text.match(/\{\{[^{}\n]*\}\}/g) ?? [])]
  if (placeholders.length === 0) return { text, remarks }
  return { text, remarks: [`Put values in for ${placeholders.slice(0, 8).join(', ')}.`, ...remarks] }
}
