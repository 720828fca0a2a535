import * as z from 'zod'
import { DEFAULT_FOLDER, type FolderSettings } from '#shared/model/folder.ts'
import { authFields, list, pair, text, variable, wholeNumber } from './file-fields.ts'
import { FILE_VERSION, FileKind } from './file-kind.ts'
import { plainValues, type Values } from './file-target.ts'

const schema = z
  .object(
    {
      version: wholeNumber(1, FILE_VERSION).default(FILE_VERSION),
      order: list(text),
      auth: authFields,
      headers: list(pair),
      variables: list(variable),
    },
    { error: 'must be a table of keys' },
  )
  .transform(({ version: _, ...folder }): FolderSettings => folder)

const DEFAULTS = valuesOf(DEFAULT_FOLDER)
const { version: _versionIsWritten, ...DEFAULTS_OF_A_NEW_FILE } = DEFAULTS

/** `folder.yaml`: what a folder says for all that stands in it, and the order it is shown in. That of the workspace itself too. */
export const FOLDER_FILE = new FileKind<FolderSettings>({
  shape: 'a folder.yaml is a table of keys such as "order:"',
  tooLargeHint: 'Split the folder.',
  schema,
  toValues: valuesOf,
  defaults: DEFAULTS,
  newDefaults: DEFAULTS_OF_A_NEW_FILE,
})

function valuesOf({ order, auth, headers, variables }: FolderSettings): Values {
  return plainValues({ version: FILE_VERSION, order, auth, headers, variables })
}
