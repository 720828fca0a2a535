import { Command, CommanderError, Option } from 'commander'
import { failureOf } from '#shared/errors.ts'
import { COPY_TARGETS, type CopyTarget } from '#shared/model/copy-as.ts'
import { MOST_CONTEXT } from '#shared/model/query.ts'
import { complainOf } from './complaint.ts'
import { wholeNumber } from './connect/option-values.ts'
import { declareConnectOptions } from './connect/options.ts'
import { EXIT, type ExitStatus, statusOfFailure } from './exit-status.ts'
import { declareExportOptions } from './export/options.ts'
import { CONNECT_HELP, EXPORT_HELP, PROGRAM_HELP, SHOW_HELP } from './help.ts'
import { declareImport } from './import/options.ts'
import { version } from './version.ts'

const PORT = [0, 65_535] as const
const DEMO_PORT = 9001

/** The commands are loaded when they are called: the engine is not read to print a help. */
function createProgram(finish: (status: ExitStatus) => void): Command {
  const program = new Command('sockscope')
    .description('An oscilloscope for WebSockets: every frame that crossed the wire.')
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'sockscope: ')) })
    .showHelpAfterError('See sockscope --help, or --help behind a command.')
    .addHelpText('after', PROGRAM_HELP)
    .hook('preAction', async () => (await import('#engine/index.ts')).checkNode())
  const connect = program.command('connect <url>').description('connect, show what crosses, send').addHelpText('after', CONNECT_HELP)
  const planOf = declareConnectOptions(connect)
  connect.action(async (url: string) => finish(await (await import('./connect.ts')).connect(planOf(url))))
  program
    .command('serve')
    .description('open the window in a browser of this machine')
    .option('--port <n>', 'listen on this port of 127.0.0.1 (0: any free one)', wholeNumber('--port', ...PORT), 0)
    .option('--open', 'open the browser, too')
    .action(async ({ port, open = false }: { port: number; open?: boolean }) =>
      finish(await (await import('./serve.ts')).serve({ port, open })),
    )
  program
    .command('demo')
    .description('run a server with one path for each behaviour, right or wrong')
    .option('--port <n>', 'listen on this port of 127.0.0.1 (0: any free one)', wholeNumber('--port', ...PORT), DEMO_PORT)
    .action(async ({ port }: { port: number }) => finish(await (await import('./demo.ts')).demo(port)))
  program
    .command('show <capture> [query]')
    .description('print a saved capture, or what a query finds in it')
    .option('--json', 'print records, one JSON object a line')
    .option('--context <n>', 'with a query: so many frames around each hit, too', wholeNumber('--context', 0, MOST_CONTEXT), 0)
    .addHelpText('after', SHOW_HELP)
    .action(async (path: string, text: string | undefined, { json = false, context }: { json?: boolean; context: number }) => {
      const hits = text === undefined ? null : { text, context }
      finish(await (await import('./show.ts')).show({ path, isJson: json, hits }))
    })
  const exporting = program
    .command('export <capture> [query]')
    .description('write a saved capture for another tool, without its secrets')
    .addHelpText('after', EXPORT_HELP)
  const exportPlanOf = declareExportOptions(exporting)
  exporting.action(async (path: string, query = '') => finish(await (await import('./export.ts')).exportFile(exportPlanOf(path, query))))
  declareImport(program, finish)
  program
    .command('copy <spec>')
    .description('print a saved connection (YAML) as a command or a program of another tool')
    .addOption(new Option('--as <target>', 'what to write it for').choices(COPY_TARGETS).default('sockscope'))
    .action(async (path: string, { as }: { as: CopyTarget }) => finish(await (await import('./copy.ts')).copy(path, as)))
  return program
}

async function run(args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done
  const program = createProgram((ended) => {
    status = ended
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return status
  } catch (error) {
    // Commander has printed its help, or what was wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    complainOf(error)
    return statusOfFailure(failureOf(error))
  }
}

const status = await run(process.argv.slice(2))
// What was said last must have left before the process does.
process.stderr.write('', () => process.stdout.write('', () => process.exit(status)))
