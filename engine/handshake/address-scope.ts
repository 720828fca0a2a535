import { BlockList, isIP } from 'node:net'

/** How far away an address is: this machine, this network, or anywhere. The nearer, the more it trusts whoever reaches it. */
export type Scope = 'machine' | 'network' | 'world'

const ORDER: readonly Scope[] = ['machine', 'network', 'world']

const machine = new BlockList()
machine.addSubnet('127.0.0.0', 8, 'ipv4')
machine.addAddress('0.0.0.0', 'ipv4')
machine.addAddress('::1', 'ipv6')
machine.addAddress('::', 'ipv6')

const network = new BlockList()
// RFC 1918, RFC 6598 (carriers), RFC 3927 and RFC 4291 (link-local, cloud metadata services among them), RFC 4193.
network.addSubnet('10.0.0.0', 8, 'ipv4')
network.addSubnet('172.16.0.0', 12, 'ipv4')
network.addSubnet('192.168.0.0', 16, 'ipv4')
network.addSubnet('100.64.0.0', 10, 'ipv4')
network.addSubnet('169.254.0.0', 16, 'ipv4')
network.addSubnet('fe80::', 10, 'ipv6')
network.addSubnet('fc00::', 7, 'ipv6')

/** @param address an IP address; IPv4 in IPv6 (::ffff:10.0.0.1) counts as the IPv4 one */
export function scopeOf(address: string): Scope {
  const plain = address.replace(/%.*$/, '')
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (machine.check(plain, family)) return 'machine'
  return network.check(plain, family) ? 'network' : 'world'
}

export const isNearer = (scope: Scope, than: Scope): boolean => ORDER.indexOf(scope) < ORDER.indexOf(than)
