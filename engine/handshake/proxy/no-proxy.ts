import { BlockList, isIP } from 'node:net'
import type { TcpPlace } from '../target.ts'

/**
 * Whether `no_proxy` names this host: as itself or a domain above it, with a port or without, as an address, a range of
 * addresses (`10.0.0.0/8`), or by `*`.
 */
export function isExempt({ host, isAddress, port }: TcpPlace, noProxy: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || (isAddress ? matchesAddress(host, port, entry) : matchesName(host, port, entry)))
}

function matchesName(host: string, port: number, entry: string): boolean {
  const [, name = '', given] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (given !== undefined && Number(given) !== port) return false
  const plain = host.replace(/\.$/, '')
  return name !== '' && (plain === name || plain.endsWith(`.${name}`))
}

function matchesAddress(host: string, port: number, entry: string): boolean {
  const range = /^(.+)\/(\d+)$/.exec(entry)
  if (range) return isInRange(host, range[1] ?? '', Number(range[2]))
  const [, bracketed, plain, given] = /^(?:\[(.*)\]|([^[\]]*?))(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? []
  if (given !== undefined && Number(given) !== port) return false
  const address = bracketed ?? plain ?? ''
  return isIP(address) !== 0 && isInRange(host, address, isIP(address) === 6 ? 128 : 32)
}

function isInRange(host: string, network: string, prefix: number): boolean {
  const family = isIP(network)
  if (family === 0 || prefix > (family === 6 ? 128 : 32)) return false
  const range = new BlockList()
  range.addSubnet(network, prefix, family === 6 ? 'ipv6' : 'ipv4')
  return range.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
}
