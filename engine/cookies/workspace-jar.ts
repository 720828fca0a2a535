import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { type KeptJar, openKeptJar } from './kept-jar.ts'

export interface WorkspaceJarOptions {
  readonly dataFolder: string
  readonly workspaceFolder: string
  readonly onChange: () => void
}

/** The jar of a workspace: beside the captures and not in the workspace, which is shared, for cookies are secrets. */
export function openWorkspaceJar({ dataFolder, workspaceFolder, onChange }: WorkspaceJarOptions): Promise<KeptJar> {
  const workspace = createHash('sha256').update(resolve(workspaceFolder)).digest('hex').slice(0, 16)
  return openKeptJar({ file: join(dataFolder, 'cookies', `${workspace}.json`), onChange })
}
