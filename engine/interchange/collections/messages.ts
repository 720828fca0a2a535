import { MESSAGE_FORMATS, type MessageFormat, type SavedMessage } from '#shared/model/spec.ts'

/** What foreign tools call the format of a message, mapped to ours; JSON is recognised where nothing is said. */
export function toMessage(name: string, said: string, body: string): SavedMessage {
  return { name, format: formatOf(said, body), body }
}

function formatOf(said: string, body: string): MessageFormat {
  const name = said.toLowerCase()
  const known = MESSAGE_FORMATS.find((format) => name === format || name.endsWith(`/${format}`) || name.endsWith(`+${format}`))
  if (known && known !== 'text') return known
  if (name === 'hexadecimal') return 'hex'
  return name === '' && isJson(body) ? 'json' : 'text'
}

function isJson(body: string): boolean {
  if (!/^\s*[[{]/.test(body)) return false
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}
