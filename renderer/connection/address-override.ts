import type { AddressOverride } from '#shared/model/spec.ts'

/** 'host:port', a host in brackets where it has colons in it. Null where it is not of this form. */
const PLACE = /^(?:\[([^\]\s]+)\]|([^\s:[\]]+)):(\d{1,5})$/
/** The form of an address only; whether it is one, the engine says at connecting. */
const ADDRESS = /^[\d.]+$|^[\da-f:.]*:[\da-f:.]*(?:%\w+)?$/i

/** @returns null where one of both is not of the form that is wanted */
export function readOverride(place: string, address: string): AddressOverride | null {
  const [whole, bracketed, plain, port] = PLACE.exec(place.trim()) ?? []
  const bare = address.trim().replace(/^\[(.*)\]$/, '$1')
  if (whole === undefined || Number(port) < 1 || Number(port) > 65_535 || !ADDRESS.test(bare)) return null
  return { host: bracketed ?? plain ?? '', port: Number(port), address: bare }
}

export const placeOf = ({ host, port }: AddressOverride): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
