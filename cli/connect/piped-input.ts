import { constants } from 'node:buffer'
import { AppError } from '#shared/errors.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** A line is one message and one string; both have an end. */
const LONGEST_LINE_BYTES = Math.min(256 * 1024 * 1024, constants.MAX_STRING_LENGTH)

/**
 * Cuts a stream into lines, one message each: without the line feed or CR LF, an empty line as an empty message,
 * the last one also without a line end. Reads no faster than the lines are taken.
 * @throws AppError 'input.invalid' if a line is not UTF-8 (a text message must be) or longer than 256 MiB
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = []
  let heldBytes = 0
  let lineNumber = 1
  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield decodeLine([...parts, chunk.subarray(start, end)], lineNumber++)
      parts = []
      heldBytes = 0
      start = end + 1
    }
    parts.push(chunk.subarray(start))
    heldBytes += chunk.length - start
    if (heldBytes > LONGEST_LINE_BYTES) throw tooLong(lineNumber)
  }
  if (heldBytes > 0) yield decodeLine(parts, lineNumber)
}

function decodeLine(parts: readonly Uint8Array[], lineNumber: number): string {
  const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  const line = bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
  } catch (error) {
    throw new AppError('input.invalid', `Line ${lineNumber} of the input is not UTF-8, so it cannot be a text message.`, {
      hint: 'Send bytes with --send-file or --send-base64.',
      cause: error,
    })
  }
}

const tooLong = (lineNumber: number): AppError =>
  new AppError('input.invalid', `Line ${lineNumber} of the input is longer than 256 MiB.`, { hint: 'Send it with --send-file.' })
