import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '#shared/errors.ts'
import { type Answerer, serve } from '#shared/rpc.ts'
import { bridgeWire } from './bridge-wire.ts'
import { type ExportedFiles, exportDownloads } from './export-downloads.ts'
import { createGate, type Gate } from './gate.ts'
import { listPageFiles } from './page-files.ts'
import { pageServer } from './page-server.ts'

const HOST = '127.0.0.1'
const BRIDGE_PATH = '/bridge'
/** The largest call: a message to send of 45 MiB as base64. */
const MAX_CALL_BYTES = 64 * 1024 * 1024
const GOING_AWAY = 1001

export interface BridgeOptions {
  /** 0 for any free port. */
  readonly port: number
  /** The built page; where it is missing, a page says so. */
  readonly pageFolder: string
  readonly answerer: Answerer
  /** Files of finished exports, which browsers fetch; none without it. */
  readonly exports?: ExportedFiles
}

export interface Bridge {
  /** With the token of this launch, e.g. 'http://127.0.0.1:41234/?token=…'. */
  readonly address: string
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * Serves the window to browsers of this machine, and the engine to the window.
 * @throws AppError 'input.invalid' if the port cannot be had
 */
export async function openBridge({ port, pageFolder, answerer, exports }: BridgeOptions): Promise<Bridge> {
  const files = await listPageFiles(pageFolder)
  const server = createServer()
  await listen(server, port)
  const actualPort = (server.address() as AddressInfo).port // a TCP server that listens has an address and a port
  const gate = createGate(actualPort)
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_CALL_BYTES, clientTracking: true })
  sockets.on('connection', (socket) => {
    // The page went away, or sent no WebSocket: 'close' follows and is all there is to do.
    socket.on('error', () => socket.terminate())
    serve(bridgeWire(socket), answerer)
  })
  const servePage = pageServer(gate, files)
  const serveExport = exports ? exportDownloads(gate, exports) : () => false
  server.on('request', (request, response) => {
    if (!serveExport(request, response)) void servePage(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, gate)
    if (refusal) return refuse(socket, refusal)
    sockets.handleUpgrade(request, socket, head, (page) => sockets.emit('connection', page, request))
  })
  return { address: `http://${HOST}:${actualPort}/?token=${gate.token}`, port: actualPort, close: () => close(server, sockets) }
}

/** The first reason to send an upgrade away, as an HTTP status line; null if there is none. */
function refusalOf(request: IncomingMessage, gate: Gate): string | null {
  if (!gate.isOurHost(request) || !gate.isOurOrigin(request) || !gate.hasCookie(request)) return '403 Forbidden'
  return request.url === BRIDGE_PATH ? null : '404 Not Found'
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error)))
    server.listen(port, HOST, resolve)
  })
}

function portError(port: number, error: NodeJS.ErrnoException): AppError {
  const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.code === 'EACCES' ? 'this user may not use it' : error.message
  return new AppError('input.invalid', `Sockscope cannot listen on port ${port} of ${HOST}: ${why}.`, {
    hint: 'Choose another with --port, or leave it out for any free one.',
    cause: error,
  })
}

function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(GOING_AWAY)
  return new Promise((resolve) => {
    server.close(() => resolve())
    // Pages that do not answer must not keep the process.
    const drop = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate()
    }, 500)
    drop.unref()
    server.closeAllConnections()
  })
}
