import { type Command, Option } from 'commander'
import { AppError } from '#shared/errors.ts'
import type { ExitStatus } from '../exit-status.ts'
import { IMPORT_HELP } from '../help.ts'
import { IMPORT_KINDS, type ImportKind, importKindOf } from './import-kind.ts'

interface Given {
  readonly output?: string | null
  readonly as?: ImportKind
}

/** Declares `sockscope import`, which is about collections or captures by what the first file is. */
export function declareImport(program: Command, finish: (status: ExitStatus) => void): void {
  program
    .command('import <file...>')
    .description('take connections out of a collection, or captures out of a file of packets or records')
    .option('-o, --output <path>', 'a workspace for connections; for captures a .sockscope file, and FILE-2, FILE-3 … for more of them')
    .addOption(new Option('--as <kind>', 'default: by what is in the file').choices(IMPORT_KINDS))
    .addHelpText('after', IMPORT_HELP)
    .action(async (paths: readonly string[], { output = null, as }: Given) =>
      finish(await importAs(as ?? (await importKindOf(paths[0] ?? '')), paths, output)),
    )
}

async function importAs(kind: ImportKind, paths: readonly string[], output: string | null): Promise<ExitStatus> {
  if (kind === 'connections') return (await import('../import-collection.ts')).importCollection(paths, output)
  const [path = '', ...others] = paths
  if (others.length > 0)
    throw new AppError('input.invalid', 'Captures are imported from one file at a time.', { hint: 'Call import for each.' })
  return (await import('../import.ts')).importToCaptures(path, output)
}
