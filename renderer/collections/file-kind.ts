/** What a file may be, by what it begins with: its name says little. */
export type FileKind = 'capture' | 'collection' | 'either'

/** Bytes of a file's beginning that tell. */
export const BEGINNING_BYTES = 4_096

/** pcap in both byte orders and resolutions, and the section header of pcapng. */
const PACKET_MAGIC = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a']
const DATABASE = 'SQLite format 3\0'

/** A HAR may be taken as its connections or as what crossed; packets, records and `.sockscope` files are captures; the rest may be a collection. */
export function fileKindOf(name: string, beginning: Uint8Array): FileKind {
  const hex = [...beginning.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const text = new TextDecoder().decode(beginning).trimStart()
  if (PACKET_MAGIC.includes(hex) || text.startsWith(DATABASE)) return 'capture'
  if (/\.(?:pcapng|pcap|cap|ndjson|jsonl|sockscope)$/i.test(name)) return 'capture'
  // A record of ours has its type at the front.
  if (/^\{\s*"type"\s*:\s*"(?:handshake|frame|message|close|error)"/.test(text)) return 'capture'
  return /\.har$/i.test(name) || /^\{\s*"log"\s*:\s*\{/.test(text) ? 'either' : 'collection'
}

/** Of a folder, only what can be part of a collection is read; packages and git's own files are none of it. */
export const isOfCollection = (path: string): boolean =>
  /\.(?:json|ya?ml|bru|har)$/i.test(path) && !path.split('/').some((part) => part === 'node_modules' || part === '.git')
