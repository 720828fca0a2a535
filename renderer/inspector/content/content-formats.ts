/** What a payload is, as far as its first bytes tell. */
export type ContentKind = 'empty' | 'text' | 'json' | 'xml' | 'html' | 'svg' | 'table' | 'image' | 'audio' | 'packed' | 'binary'

/** One format of a kind. */
export interface ContentFormat {
  readonly kind: ContentKind
  /** As people call it; not translated. */
  readonly name: string
  readonly mediaType: string
  /** Of a file that holds it, without the dot. */
  readonly extension: string
}

const format = (kind: ContentKind, name: string, mediaType: string, extension: string): ContentFormat => ({
  kind,
  name,
  mediaType,
  extension,
})

export const FORMATS = {
  empty: format('empty', '', 'application/octet-stream', 'bin'),
  binary: format('binary', '', 'application/octet-stream', 'bin'),
  text: format('text', 'Text', 'text/plain', 'txt'),
  json: format('json', 'JSON', 'application/json', 'json'),
  xml: format('xml', 'XML', 'application/xml', 'xml'),
  html: format('html', 'HTML', 'text/html', 'html'),
  svg: format('svg', 'SVG', 'image/svg+xml', 'svg'),
  csv: format('table', 'CSV', 'text/csv', 'csv'),
  tsv: format('table', 'TSV', 'text/tab-separated-values', 'tsv'),
  png: format('image', 'PNG', 'image/png', 'png'),
  jpeg: format('image', 'JPEG', 'image/jpeg', 'jpg'),
  gif: format('image', 'GIF', 'image/gif', 'gif'),
  webp: format('image', 'WebP', 'image/webp', 'webp'),
  avif: format('image', 'AVIF', 'image/avif', 'avif'),
  bmp: format('image', 'BMP', 'image/bmp', 'bmp'),
  ico: format('image', 'ICO', 'image/x-icon', 'ico'),
  wav: format('audio', 'WAV', 'audio/wav', 'wav'),
  mp3: format('audio', 'MP3', 'audio/mpeg', 'mp3'),
  ogg: format('audio', 'Ogg', 'audio/ogg', 'ogg'),
  flac: format('audio', 'FLAC', 'audio/flac', 'flac'),
  gzip: format('packed', 'gzip', 'application/gzip', 'gz'),
  zlib: format('packed', 'zlib', 'application/zlib', 'zz'),
} as const satisfies Readonly<Record<string, ContentFormat>>

export type FormatId = keyof typeof FORMATS
