import type { HandshakeReport, Negotiated } from '#shared/model/handshake.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { createHeadReader } from './answer-head.ts'
import { judgeAnswer } from './checks.ts'
import { planHop } from './hop.ts'
import { startReport } from './report.ts'

const ANSWER = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
  'Sec-WebSocket-Extensions: permessage-deflate',
  '\r\n',
].join('\r\n')

const NEGOTIATED: Negotiated = {
  subprotocol: '',
  extensions: 'permessage-deflate',
  deflate: { serverNoContextTakeover: false, clientNoContextTakeover: false, serverMaxWindowBits: 15, clientMaxWindowBits: 15 },
}

/** Reads and judges an answer that nobody gave, for engine/connection/rehearsal.ts. */
export function rehearseHandshake(): { readonly report: HandshakeReport; readonly negotiated: Negotiated } {
  const { head } = planHop({ ...DEFAULT_SPEC, proxy: { mode: 'none', url: '' }, url: 'ws://rehearsal.invalid/' }, '')
  const answer = createHeadReader(DEFAULT_SPEC.options.maxHeadBytes).read(Buffer.from(ANSWER, 'latin1'))
  const judged = answer && judgeAnswer(answer.head, head.offer)
  return {
    negotiated: NEGOTIATED,
    report: {
      ...startReport(0, 'ws://rehearsal.invalid/', () => undefined).current(),
      request: head.request,
      negotiated: NEGOTIATED,
      accept: judged?.accept ?? null,
      checks: judged?.checks ?? [],
    },
  }
}
