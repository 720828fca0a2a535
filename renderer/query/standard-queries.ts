/** Queries that everybody has use for, by the key of their name. */
export const STANDARD_QUERIES = [
  { key: 'standard_heartbeats', text: 'not op:ping|pong' },
  { key: 'standard_violations', text: 'violation' },
  { key: 'standard_large', text: 'size>64KiB' },
  { key: 'standard_pauses', text: 'gap>1s' },
  { key: 'standard_closing', text: 'op:close' },
] as const
