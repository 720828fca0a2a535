import { fileURLToPath } from 'node:url'

/** The checkout's root folder, without a trailing separator. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Says a line to the person, on stderr: a script's stdout belongs to what it runs. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** A failure that a person can do something about: its message is all that is printed. */
export class Advice extends Error {}

/** Ends the process with what `task` resolves to, or with 1 and a sentence. */
export async function main(task) {
  try {
    process.exitCode = await task()
  } catch (error) {
    say(error instanceof Advice ? error.message : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}
