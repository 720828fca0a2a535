import { constants, deflateRawSync } from 'node:zlib'

/** A message's payload as RFC 7692 section 7.2.1 makes it: flushed to a byte boundary, without the tail 00 00 ff ff. */
export function deflated(data: Uint8Array | string): Uint8Array {
  const flushed = deflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH })
  return new Uint8Array(flushed.subarray(0, -4))
}
