import { escapeTemplate, isVariableName } from '#shared/template/parse-template.ts'

/** Dynamic variables of Postman that have a function here (learning.postman.com, "Dynamic variables"). */
const POSTMAN_FUNCTIONS: Readonly<Record<string, string>> = {
  $guid: '$uuid',
  $randomUUID: '$uuid',
  $timestamp: '$timestamp',
  $isoTimestamp: '$isoTimestamp',
  $randomInt: '$randomInt 0 1000',
}

// Each pattern stops at the character it begins with: a hostile text is read once.
const IN_BRACES = /\{\{([^{}\n]*)\}\}/g

export interface Converted {
  readonly text: string
  /** Placeholders that mean nothing here, as they were written. They stand in the text still, escaped. */
  readonly unknown: readonly string[]
}

/** Of a tool without variables: its braces are braces. */
export const fromNothing = (text: string): Converted => ({ text: escapeTemplate(text), unknown: [] })

/** Postman: `{{name}}` is the same, `{{$guid}}` and its like are functions. */
export function fromPostman(text: string): Converted {
  return convert(text, IN_BRACES, (inner) => {
    if (Object.hasOwn(POSTMAN_FUNCTIONS, inner)) return `{{${POSTMAN_FUNCTIONS[inner]}}}`
    return isVariableName(inner) ? `{{${inner}}}` : null
  })
}

/** Bruno: `{{name}}`, and `{{process.env.NAME}}` from the environment of the process. */
export function fromBruno(text: string): Converted {
  return convert(text, IN_BRACES, (inner) => {
    const [, name] = /^process\.env\.(\w+)$/.exec(inner) ?? []
    if (name !== undefined) return `{{$env ${name}}}`
    if (Object.hasOwn(POSTMAN_FUNCTIONS, inner)) return `{{${POSTMAN_FUNCTIONS[inner]}}}`
    return isVariableName(inner) ? `{{${inner}}}` : null
  })
}

/** Insomnia's Nunjucks: `{{ name }}` and `{{ _.name }}` are variables; tags `{% … %}` run code, which is not taken over. */
export function fromInsomnia(text: string): Converted {
  return convert(text, /\{\{([^{}\n]*)\}\}|\{%[^%\n]*%\}/g, (inner, whole) => {
    if (whole.startsWith('{%')) return null
    const [, name] = /^(?:_\.)?([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*)$/u.exec(inner) ?? []
    return name === undefined ? null : `{{${name}}}`
  })
}

/** Yaak: `${[ name ]}` is a variable, `${[ name.of(…) ]}` a function of its own. */
export function fromYaak(text: string): Converted {
  return convert(text, /\$\{\[([^\]\n]*)\]\}/g, (inner) => {
    if (/^timestamp\.unix\(\)$/.test(inner)) return '{{$timestamp}}'
    if (/^uuid\.v4\(\)$/.test(inner)) return '{{$uuid}}'
    return isVariableName(inner) ? `{{${inner}}}` : null
  })
}

/** AsyncAPI and path patterns: `{name}` is a variable. */
export function fromBraces(text: string): Converted {
  return convert(text, /\{([^{}\n]+)\}/g, (inner) => (isVariableName(inner) ? `{{${inner}}}` : null))
}

/** `translate` answers with our text, or null for what stays as it is, as plain text. */
function convert(text: string, pattern: RegExp, translate: (inner: string, whole: string) => string | null): Converted {
  const unknown: string[] = []
  let converted = ''
  let at = 0
  for (const match of text.matchAll(pattern)) {
    const [whole, inner = ''] = match
    const ours = translate(inner.trim(), whole)
    if (ours === null) unknown.push(whole)
    converted += escapeTemplate(text.slice(at, match.index)) + (ours ?? escapeTemplate(whole))
    at = match.index + whole.length
  }
  return { text: converted + escapeTemplate(text.slice(at)), unknown }
}
