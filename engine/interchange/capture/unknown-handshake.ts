import type { HandshakeRecord } from '#shared/model/records.ts'

/** Stands in where a capture has frames and no handshake: its process was killed before that was written. */
export const unknownHandshake = (timeUs: number): HandshakeRecord => ({
  type: 'handshake',
  connection: 1,
  hop: 0,
  timeUs,
  url: '',
  peer: null,
  attempts: [],
  proxy: null,
  tls: null,
  request: null,
  response: null,
  negotiated: null,
  timingsMs: { dns: null, tcp: null, proxy: null, tls: null, request: null, total: 0 },
  checks: [],
  notes: [],
  cookies: null,
})
