import { constants, setPriority } from 'node:os'

/** Has this process, and what it starts, run before what else the machine does; as anybody but root it stays as it is. */
export function runFirst(): void {
  if (process.getuid?.() !== 0) return
  setPriority(constants.priority.PRIORITY_HIGHEST)
}
