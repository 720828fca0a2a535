import type { Command } from './command.ts'

type Commands = () => readonly Command[]

/** Each feature offers its commands in FEATURE/commands.ts; nothing else needs to know of them. */
const files = import.meta.glob<Record<string, Commands>>('../*/commands.ts', { eager: true })

/** What is done most stands first; a feature that is not named here comes after. */
const ORDER = [
  'connection',
  'composer',
  'capture',
  'query',
  'export',
  'tabs',
  'library',
  'collections',
  'history',
  'commands',
  'settings',
  'welcome',
]

const placeOf = (path: string): number => {
  const place = ORDER.findIndex((feature) => path === `../${feature}/commands.ts`)
  return place === -1 ? ORDER.length : place
}

const inOrder = Object.entries(files)
  .sort(([a], [b]) => placeOf(a) - placeOf(b))
  .map(([, file]) => file)

/** Everything a person can do now, by feature. */
export const allCommands = (): readonly Command[] => inOrder.flatMap((file) => Object.values(file).flatMap((commands) => commands()))

/** Runs a command if there is one of that id and it can be run now. @returns whether it was run */
export function runCommand(id: string): boolean {
  const command = allCommands().find((other) => other.id === id)
  if (!command?.isEnabled()) return false
  command.run()
  return true
}
