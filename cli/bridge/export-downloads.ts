import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { EngineService } from '#engine/index.ts'
import type { ExportId } from '#shared/model/ids.ts'
import type { Gate } from './gate.ts'

/** '/export/ID/NAME': the browser keeps the file under NAME. */
const PATH = /^\/export\/([0-9a-f]{32})\/([^/?#]{1,512})$/

export type ExportedFiles = EngineService['exports']

/**
 * Streams the file of a finished export to the browser, once, then removes it. Behind the gate like every page, and for requests of
 * our own page only: another site must not make a browser download what it cannot see.
 *
 * @returns false if the request is for something else
 */
export function exportDownloads(gate: Gate, exports: ExportedFiles): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const [, id, name] = PATH.exec(request.url ?? '') ?? []
    if (id === undefined || name === undefined || request.method !== 'GET') return false
    const isOurs = gate.isOurHost(request) && gate.hasCookie(request) && isOurSite(request)
    if (isOurs) void deliver(exports, id as ExportId, name, response)
    else response.writeHead(403, { 'content-length': 0 }).end()
    return true
  }
}

/** A browser that says where a request comes from must say: from here, or typed by hand. */
function isOurSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

async function deliver(exports: ExportedFiles, id: ExportId, name: string, response: ServerResponse): Promise<void> {
  try {
    const path = exports.file(id)
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': (await stat(path)).size,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    await pipeline(createReadStream(path), response)
    await exports.forget(id)
  } catch {
    // Gone, or the browser went away: there is nobody to tell but a browser that still waits for the head.
    if (!response.headersSent) response.writeHead(404, { 'content-length': 0 })
    response.end()
  }
}
