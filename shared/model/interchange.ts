/** What a capture can be written as: the name for programs, the file's extension, its media type. */
export const EXPORT_FORMATS = {
  ndjson: { extension: 'ndjson', mediaType: 'application/x-ndjson' },
  har: { extension: 'har', mediaType: 'application/json' },
  csv: { extension: 'csv', mediaType: 'text/csv' },
  text: { extension: 'txt', mediaType: 'text/plain' },
  pcapng: { extension: 'pcapng', mediaType: 'application/x-pcapng' },
  sockscope: { extension: 'sockscope', mediaType: 'application/vnd.sockscope.capture' },
} as const satisfies Record<string, { readonly extension: string; readonly mediaType: string }>

export type ExportFormat = keyof typeof EXPORT_FORMATS

// The keys of the table above, and nothing else.
export const EXPORT_FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as readonly ExportFormat[]
