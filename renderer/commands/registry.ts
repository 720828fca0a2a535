import type { Command } from './command.ts'

type Commands = () => readonly Command[]

/** Each feature offers its commands in FEATURE/commands.ts; nothing else needs to know of them. */
const files = import.meta.glob<Record<string, Commands>>('../*/commands.ts', { eager: true })

/** Everything a person can do now, by feature. */
export const allCommands = (): readonly Command[] =>
  Object.values(files).flatMap((file) => Object.values(file).flatMap((commands) => commands()))

/** Runs a command if there is one of that id and it can be run now. @returns whether it was run */
export function runCommand(id: string): boolean {
  const command = allCommands().find((other) => other.id === id)
  if (!command?.isEnabled()) return false
  command.run()
  return true
}
