export { rowCommands } from './row-commands.ts'
export { viewCommands } from './view-commands.ts'
