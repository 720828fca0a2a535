import { startDemoServer } from '#engine/index.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { untilStopped } from './until-stopped.ts'

/**
 * `sockscope demo`: the scripted server, one path for each behaviour, until it is stopped.
 * @throws AppError 'demo.failed' if the port cannot be had
 */
export async function demo(port: number): Promise<ExitStatus> {
  const stopped = untilStopped()
  const server = await startDemoServer({ port })
  const width = Math.max(...server.paths.map(({ path }) => path.length))
  const paths = server.paths.map(({ path, about }) => `  ${path.padEnd(width)}  ${about}`)
  process.stdout.write(
    `The demo server is at ${server.url}\n\n${paths.join('\n')}\n\nTry: sockscope connect ${server.url}/echo\nCtrl+C stops it.\n`,
  )
  await stopped
  await server.close()
  return EXIT.done
}
