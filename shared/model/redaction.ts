/** What is taken out before something is shared. Names of headers and parameters without regard to case. */
export interface RedactionRules {
  /** Headers whose values are secret, in requests and answers. */
  readonly headers: readonly string[]
  /** Parameters of a URL's query whose values are secret, wherever a URL stands. */
  readonly queryParameters: readonly string[]
  /** JSONPath queries (RFC 9535): what they select in a message is secret. */
  readonly jsonPaths: readonly string[]
  /** Texts that are secret wherever they stand. */
  readonly literals: readonly string[]
  /** JSON Web Tokens, and passwords in URLs, wherever they stand. */
  readonly tokens: boolean
}

export const NO_REDACTION: RedactionRules = { headers: [], queryParameters: [], jsonPaths: [], literals: [], tokens: false }

const SECRET_NAMES = [
  'password',
  'passwd',
  'secret',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'idToken',
  'client_secret',
  'clientSecret',
  'api_key',
  'apiKey',
  'apikey',
  'authorization',
  'Authorization',
] as const

/** What people regret to have shared. A name more costs a look at the preview, a name less a new key. */
export const DEFAULT_RULES: RedactionRules = {
  headers: [
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'Set-Cookie',
    'X-Api-Key',
    'Api-Key',
    'X-Auth-Token',
    'X-Access-Token',
    'X-Amz-Security-Token',
    'X-CSRF-Token',
    'X-XSRF-Token',
  ],
  queryParameters: [
    ...SECRET_NAMES.filter((name) => name.toLowerCase() === name),
    'key',
    'auth',
    'jwt',
    'sig',
    'signature',
    'session',
    'sid',
    'ticket',
    'x-amz-signature',
    'x-amz-security-token',
  ],
  jsonPaths: SECRET_NAMES.map((name) => `$..${name}`),
  literals: [],
  tokens: true,
}

export type FindingKind = 'header' | 'query' | 'json' | 'literal' | 'token' | 'unread'

/** What one rule found in an export. */
export interface Finding {
  readonly kind: FindingKind
  /** The header, parameter or path as the rule has it; for a literal only its ends; '' for tokens and for what could not be read. */
  readonly rule: string
  /** Places, those included where the same value stands again. */
  readonly count: number
  /** The first value found, its ends at most: a preview must not tell what is to be hidden. */
  readonly sample: string
}
