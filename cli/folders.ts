import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Folders {
  /** Captures, settings, history: this machine's. */
  readonly data: string
  /** Collections and environments: the person's files, the same ones that the desktop app opens. */
  readonly workspace: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where Sockscope keeps things: SOCKSCOPE_DATA and SOCKSCOPE_WORKSPACE, or the platform's folder for an
 * application's data, and `Sockscope` among the person's documents (docs/terminal.md, Folders).
 */
export function foldersOf(environment: Environment = process.env, platform: NodeJS.Platform = process.platform): Folders {
  return {
    data: environment.SOCKSCOPE_DATA || dataFolder(environment, platform),
    workspace: environment.SOCKSCOPE_WORKSPACE || join(documentsFolder(environment, platform), 'Sockscope'),
  }
}

function dataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'sockscope-cli')
  if (platform === 'win32') return join(environment.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'sockscope')
  return join(xdgFolder(environment.XDG_DATA_HOME, '.local/share'), 'sockscope')
}

/** The XDG base directory specification has a relative path ignored. */
const xdgFolder = (path: string | undefined, otherwise: string): string => (path?.startsWith('/') ? path : join(homedir(), otherwise))

/** `~/Documents`, or what the desktop calls it in this person's language (xdg-user-dirs). */
function documentsFolder(environment: Environment, platform: NodeJS.Platform): string {
  const usual = join(homedir(), 'Documents')
  if (platform === 'darwin' || platform === 'win32') return usual
  try {
    const table = readFileSync(join(xdgFolder(environment.XDG_CONFIG_HOME, '.config'), 'user-dirs.dirs'), 'utf8')
    const path = /^XDG_DOCUMENTS_DIR="(.*)"$/m.exec(table)?.[1]?.replace(/^\$HOME/, homedir())
    return path?.startsWith('/') ? path : usual
  } catch {
    // Most servers and containers have no such table.
    return usual
  }
}
