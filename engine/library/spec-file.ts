import { DEFAULT_SPEC, type SavedSpec } from '#shared/model/spec.ts'
import { FILE_VERSION, FileKind } from './file-kind.ts'
import { plainValues, type Values } from './file-target.ts'
import { specFileSchema } from './spec-schema.ts'

const { url: _urlHasNoDefault, ...DEFAULTS } = valuesOf({ spec: DEFAULT_SPEC, variables: [], messages: [] })
const { version: _versionIsWritten, ...DEFAULTS_OF_A_NEW_FILE } = DEFAULTS

/** `NAME.yaml`: one connection spec with its variables and messages. */
export const SPEC_FILE = new FileKind<SavedSpec>({
  shape: 'a spec is a table of keys such as "url:"',
  tooLargeHint: 'Split the spec, or keep large messages in files of their own.',
  schema: specFileSchema,
  toValues: valuesOf,
  defaults: DEFAULTS,
  newDefaults: DEFAULTS_OF_A_NEW_FILE,
})

function valuesOf({ spec, variables, messages }: SavedSpec): Values {
  const { url, params, headers, subprotocols, automaticHeaders, auth, tls, proxy, addresses, options } = spec
  return plainValues({
    version: FILE_VERSION,
    url,
    params,
    headers,
    subprotocols,
    automaticHeaders,
    auth,
    tls,
    proxy,
    addresses,
    options,
    variables,
    messages,
  })
}
