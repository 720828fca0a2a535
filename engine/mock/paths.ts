import { BROKEN_FRAMES } from './behaviours/broken-frames.ts'
import { CLOSING } from './behaviours/closing.ts'
import { BROKEN_HANDSHAKE, HANDSHAKE } from './behaviours/handshake.ts'
import { REFUSING } from './behaviours/refusing.ts'
import { SAMPLES } from './behaviours/samples.ts'
import { TALKING } from './behaviours/talking.ts'
import { VOLUME } from './behaviours/volume.ts'
import type { Behaviour, Exchange } from './exchange.ts'
import { answer } from './http-answer.ts'

/** Every path of the demo server, in the order in which a newcomer meets them. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...TALKING,
  ...SAMPLES,
  ...VOLUME,
  ...CLOSING,
  ...HANDSHAKE,
  ...REFUSING,
  ...BROKEN_HANDSHAKE,
  ...BROKEN_FRAMES,
]

/** Paths as they are shown: each works as it stands. */
export const PATHS = BEHAVIOURS.map(({ path, about }) => ({ path, about }))

const WIDTH = Math.max(...PATHS.map(({ path }) => path.length))
const LIST = PATHS.map(({ path, about }) => `${path.padEnd(WIDTH)}  ${about}\n`).join('')

/** Finds what answers a request, and has it answer. */
export function dispatch(exchange: Exchange): void {
  if (exchange.request.method !== 'GET') {
    answer(exchange, 405, [['Allow', 'GET']], 'Only GET is answered here.\n')
    return
  }
  for (const behaviour of BEHAVIOURS) {
    const match = behaviour.pattern.exec(exchange.path)
    if (!match) continue
    behaviour.handle({ ...exchange, captured: match.slice(1) })
    return
  }
  const isIndex = exchange.path === '/'
  const opening = isIndex ? 'This is the demo server of Sockscope.' : 'There is nothing at this path.'
  answer(exchange, isIndex ? 200 : 404, [], `${opening} Connect a WebSocket client to one of these:\n\n${LIST}`)
}
