import type { Socket } from 'node:net'
import type { RawHeader, ResponseBody } from '#shared/model/handshake.ts'
import type { AnswerHead } from './answer-head.ts'
import { createBodyReader } from './body-framing.ts'
import { decodeText, readMediaType } from './charset.ts'
import { decodeContent } from './content-coding.ts'
import { listOf, valuesOf } from './headers.ts'
import { readFrom } from './read-from.ts'

const LONGEST_WAIT_MS = 3_000

/**
 * Reads the body of an answer other than 101 and decodes it: at most 1 MiB and for at most 3 s. What is missing then,
 * or when the connection ends too early, is said by `truncated`; an error never hides what already came.
 *
 * @param first bytes that came with the head
 * @param remainingMs what remains of the handshake's time limit
 * @throws the reason of `signal` if that is aborted
 */
export async function readAnswerBody(
  socket: Socket,
  answer: { readonly head: AnswerHead; readonly first: Uint8Array },
  remainingMs: number,
  signal: AbortSignal,
): Promise<ResponseBody> {
  const { head, first } = answer
  const reader = createBodyReader(head.status, head.headers)
  if (!reader.read(first)) {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), Math.max(0, Math.min(LONGEST_WAIT_MS, remainingMs)))
    const take = (chunk: Uint8Array): true | null => (reader.read(chunk) ? true : null)
    const onEnd = ({ error }: { error: Error | null }): true => {
      if (error === null) reader.end()
      return true
    }
    try {
      await readFrom(socket, AbortSignal.any([signal, limit.signal]), take, onEnd)
    } catch (error) {
      // Our own limit only means that the body stays as it is.
      if (signal.aborted || !limit.signal.aborted) throw error
    } finally {
      clearTimeout(timer)
    }
  }
  return describeBody(reader.result(), head.headers)
}

async function describeBody(received: { bytes: Buffer; truncated: boolean }, headers: readonly RawHeader[]): Promise<ResponseBody> {
  const contentType = valuesOf(headers, 'Content-Type')[0] ?? ''
  const content = await decodeContent(received.bytes, listOf(headers, 'Content-Encoding'))
  const truncated = received.truncated || (content?.truncated ?? false)
  const decoded = content === null ? null : decodeText(content.bytes, readMediaType(contentType), !truncated)
  return {
    sizeBytes: received.bytes.length,
    truncated,
    contentType,
    charset: decoded?.charset ?? '',
    text: decoded?.text ?? null,
    base64: decoded === null ? (content?.bytes ?? received.bytes).toString('base64') : null,
  }
}
