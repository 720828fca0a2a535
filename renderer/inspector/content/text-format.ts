import { guessDelimiter } from '../table/guess-delimiter.ts'
import type { FormatId } from './content-formats.ts'

/** Looked at of a text: enough for a prolog with its comments. */
const LOOK_CHARS = 8_192

/** Elements of HTML that a fragment may begin with. */
const HTML_START =
  /^<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div|span|p|a|h[1-6]|ul|ol|li|dl|table|tr|td|th|thead|tbody|form|input|button|img|iframe|br|hr|b|i|em|strong|pre|code|section|article|nav|main|header|footer|video|audio|canvas|template|label|select|textarea|blockquote|details|summary|center|font)\b/i
const SVG_START = /^<svg[\s>/]/i
const XML_START = /^<(?:\?xml\b|!DOCTYPE\s|[\p{L}_][\p{L}\p{N}_.:-]*[\s/>])/iu
/** What may stand before the first element: declaration, comments, a document type without an internal part. */
const PROLOG = /^(?:\s+|<\?[^>]{0,1000}\?>|<!--[\s\S]{0,4000}?-->|<!DOCTYPE\s[^>[]{0,1000}>)+/i

/** What a text is: markup by its first element, a table by its lines, else plain text. JSON is told by reading it. */
export function textFormat(text: string): FormatId {
  const start = text.slice(0, LOOK_CHARS).replace(/^\ufeff?\s*/, '')
  if (start.startsWith('<')) {
    const markup = markupFormat(start)
    if (markup) return markup
  }
  // Records of JSON have commas enough, and are no table.
  if (/^[[{]/.test(start)) return 'text'
  const delimiter = guessDelimiter(text)
  if (delimiter) return delimiter === '\t' ? 'tsv' : 'csv'
  return 'text'
}

function markupFormat(start: string): FormatId | null {
  if (/^<!doctype\s+html/i.test(start)) return 'html'
  const first = start.replace(PROLOG, '')
  if (SVG_START.test(first)) return 'svg'
  // XHTML has a declaration, or names its space, and is HTML all the same; other languages share names with it.
  const isDeclared = start.startsWith('<?xml') || /^<[^>]*\sxmlns=/.test(first)
  if (isDeclared ? /^<html[\s>/]/i.test(first) : HTML_START.test(first)) return 'html'
  return XML_START.test(start) || XML_START.test(first) || /^<!--/.test(start) ? 'xml' : null
}
