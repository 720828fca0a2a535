import { extname, join, resolve } from 'node:path'
import { createCaptures, type Imported, importFile } from '#engine/index.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { countText } from '#shared/text/units.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { foldersOf } from './folders.ts'

/**
 * `sockscope import`: connections out of another tool's file. With `output` each becomes a `.sockscope` file, else they stand
 * among the captures of the window.
 * @throws AppError 'import.unreadable', 'import.too-large', 'import.nothing', 'capture.disk'
 */
export async function importToCaptures(path: string, output: string | null): Promise<ExitStatus> {
  const captures = createCaptures({ folder: join(foldersOf().data, 'captures') })
  try {
    const imported = await importFile(path, captures)
    for (const [index, each] of imported.entries()) {
      const place = output === null ? await keep(each) : await save(each, numbered(output, index))
      process.stdout.write(`${escapeForTerminal(each.url)}  ${countText(each.frames, 'frame')}  ${escapeForTerminal(place)}\n`)
    }
  } finally {
    await captures.close()
  }
  return EXIT.done
}

async function keep({ capture, id }: Imported): Promise<string> {
  await capture.release()
  return `kept as ${id}`
}

async function save({ capture }: Imported, path: string): Promise<string> {
  await capture.saveAs(resolve(path))
  await capture.remove()
  return path
}

/** talk.sockscope, talk-2.sockscope … */
function numbered(output: string, index: number): string {
  if (index === 0) return output
  const extension = extname(output)
  return `${output.slice(0, output.length - extension.length)}-${index + 1}${extension}`
}
