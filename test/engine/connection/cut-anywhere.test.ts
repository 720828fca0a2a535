import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openConnection } from '#engine/connection/connection.ts'
import { SILENT_OBSERVER } from '#engine/connection/observer.ts'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { closePayload, concat, frame } from '#test/support/frame-builder.ts'
import { startRawServer } from '#test/support/raw-server.ts'
import { recordConnection, specOf, textOf } from '#test/support/recorded-connection.ts'

/** What is relied on of Node's streams: nothing that a socket reads is lost, doubled or changed, wherever it is cut, with TLS or without. */

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url)))
const TLS = { key: fixture('self-signed.key'), cert: fixture('self-signed.pem') }
const UNVERIFIED = { tls: { ...DEFAULT_SPEC.tls, verify: false, caFiles: [] } }

const TALK = concat(
  frame({ opcode: 1, payload: 'héllo' }),
  frame({ opcode: 2, fin: false, payload: 'in ' }),
  frame({ opcode: 9, payload: 'ping' }),
  frame({ opcode: 0, payload: 'parts' }),
  frame({ opcode: 1, payload: 'x'.repeat(130) }),
  frame({ opcode: 8, payload: closePayload(1000, 'bye') }),
)
const HEAD_END_BYTES = 4
const AT_ONCE = 12

async function hear(cutAt: number, isSecure: boolean) {
  const server = await startRawServer(({ socket, until }) => void until(8).then(() => socket.end()), {
    withHead: TALK,
    cutAt,
    ...(isSecure && { tls: TLS }),
  })
  const { closed, messages, frames } = recordConnection(specOf(server.url, UNVERIFIED))
  const { code, reason, clean } = await closed
  await server.close()
  const incoming = frames.filter(({ facts }) => facts.direction === 'in')
  return { code, reason, clean, texts: messages.map(textOf), opcodes: incoming.map(({ facts }) => facts.opcode) }
}

describe.each([
  ['ws', false],
  ['wss', true],
])('over %s', (_, isSecure) => {
  it('a talk that comes with the 101 is heard the same, wherever its packet is cut', { timeout: 60_000 }, async () => {
    const cuts = Array.from({ length: HEAD_END_BYTES + TALK.length }, (_unused, index) => index - HEAD_END_BYTES)
    for (let first = 0; first < cuts.length; first += AT_ONCE) {
      const heard = await Promise.all(
        cuts.slice(first, first + AT_ONCE).map(async (cutAt) => ({ cutAt, ...(await hear(cutAt, isSecure)) })),
      )
      for (const { cutAt, ...told } of heard) {
        expect(told, `cut at ${cutAt}`).toEqual({
          code: 1000,
          reason: 'bye',
          clean: true,
          texts: ['héllo', 'in parts', 'x'.repeat(130)],
          opcodes: [1, 2, 9, 0, 1, 8],
        })
      }
    }
  })

  it('a flood that is told by the run, its memory given back at once, comes whole', async () => {
    const server: DemoServerHandle = await startDemoServer(isSecure ? { tls: TLS } : {})
    const [count, size] = [20_000, 700]
    const [closed, hasAll] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let [messages, bytes] = [0, 0]
    const texts = new Set<string>()
    const connection = openConnection(
      specOf(`${server.url}/flood?n=${count}&size=${size}`, UNVERIFIED),
      {
        ...SILENT_OBSERVER,
        onRun: ({ wire, headerLengths, payloadLengths, ...run }) => {
          let at = 0
          for (let index = 0; index < run.count; index++) {
            const start = at + headerLengths[index]!
            at = start + payloadLengths[index]!
            texts.add(Buffer.from(wire.subarray(start, at)).toString())
          }
          messages += run.count
          bytes += wire.length
          if (messages >= count) hasAll.resolve()
        },
        onMessage: () => void messages++,
        onClose: () => closed.resolve(),
      },
      { userAgent: 'test' },
    )
    await hasAll.promise
    connection.terminate()
    await closed.promise
    await server.close()
    expect(messages).toBe(count)
    expect(texts.size, 'each is another').toBeGreaterThanOrEqual(count)
    expect(bytes).toBeGreaterThanOrEqual(count * size)
  })
})
