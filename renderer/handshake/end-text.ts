import { oneLine } from '../ui/wire-text.ts'

/** One end of a connection: 'address:port', an IPv6 address in brackets, or a socket's path alone. */
export function endText(address: string, port: number | null): string {
  const host = address.includes(':') && port !== null ? `[${address}]` : address
  return oneLine(port === null ? host : `${host}:${port}`)
}
