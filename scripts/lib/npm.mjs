import { basename } from 'node:path'
import { run, TO_STDERR } from './run.mjs'

// npm tells its scripts where they run; an npm started from one would take that for its own orders.
const INHERITED = /^npm_(config_local_prefix|config_prefix|lifecycle_|package_|command)/

/** Runs npm in `folder`, with its output on stderr. @returns its exit status; 127 if there is no npm */
export async function npm(args, folder) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !INHERITED.test(name)))
  const script = process.env.npm_execpath
  // Of `npm run -s` the silence is inherited, too, and with it a failure's reason would be lost: hence the log level.
  // npm's own script is preferred: on Windows `npm` is a .cmd, which only a shell can start.
  const isNpm = script !== undefined && basename(script).startsWith('npm')
  const command = isNpm ? process.execPath : 'npm'
  const commandArgs = [...(isNpm ? [script] : []), ...args, '--loglevel=warn', '--prefix', folder]
  try {
    return await run(command, commandArgs, { cwd: folder, env, stdio: TO_STDERR, shell: !isNpm && process.platform === 'win32' })
  } catch (error) {
    if (error.code === 'ENOENT') return 127
    throw error
  }
}
