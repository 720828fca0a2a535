import * as z from 'zod'
import type { Environment } from '#shared/model/folder.ts'
import { list, variable, wholeNumber } from './file-fields.ts'
import { FILE_VERSION, FileKind } from './file-kind.ts'
import { plainValues, type Values } from './file-target.ts'

const schema = z
  .object({ version: wholeNumber(1, FILE_VERSION).default(FILE_VERSION), variables: list(variable) }, { error: 'must be a table of keys' })
  .transform(({ variables }): Environment => ({ variables }))

const DEFAULTS = valuesOf({ variables: [] })
const { version: _versionIsWritten, ...DEFAULTS_OF_A_NEW_FILE } = DEFAULTS

/** `environments/NAME.yaml`: the variables of one environment. The name is the file's name. */
export const ENVIRONMENT_FILE = new FileKind<Environment>({
  shape: 'an environment is a table of keys such as "variables:"',
  tooLargeHint: 'Keep large values in files of their own.',
  schema,
  toValues: valuesOf,
  defaults: DEFAULTS,
  newDefaults: DEFAULTS_OF_A_NEW_FILE,
})

function valuesOf({ variables }: Environment): Values {
  return plainValues({ version: FILE_VERSION, variables })
}
