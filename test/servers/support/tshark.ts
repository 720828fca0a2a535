import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { promisify } from 'node:util'
import { stopped } from './daemon.ts'

/** A WebSocket frame as tshark's dissector sees it. */
export interface DissectedFrame {
  /** TCP ports: from, to. */
  readonly from: number
  readonly to: number
  readonly fin: boolean
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1. */
  readonly rsv: number
  readonly opcode: number
  /** Eight hex digits, or null. */
  readonly maskKey: string | null
  readonly payloadLength: number
  /** Of the packet with the frame's last byte, by the kernel's clock: microseconds since the Unix epoch. */
  readonly timeUs: number
}

/** How to read what was captured. */
export interface DissectOptions {
  readonly port: number
  /** A file in NSS key log format (`node --tls-keylog`), if the port speaks TLS. */
  readonly keyLog: string | null
}

/** What crosses a TCP port of this machine, captured by tshark into a file. */
export class WireCapture {
  readonly #child: ChildProcess
  readonly #port: number
  #seen = ''
  #wake: () => void = () => undefined

  private constructor(file: string, port: number) {
    this.#port = port
    const live = ['-P', '-l', '-T', 'fields', '-e', 'tcp.srcport', '-e', 'tcp.dstport']
    this.#child = spawn('tshark', ['-i', 'lo', '-f', `tcp port ${port}`, '-w', file, ...live], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#seen += chunk.toString()
      this.#wake()
    })
    this.#child.stderr?.resume()
  }

  /** Resolves when packets are being captured for certain: when one of our own was. */
  static async start(file: string, port: number): Promise<WireCapture> {
    const capture = new WireCapture(file, port)
    await capture.#seesKnocks()
    return capture
  }

  /** Resolves when everything that crossed before is in the file. */
  async stop(): Promise<void> {
    await this.#seesKnocks()
    await stopped(this.#child, 'SIGINT')
  }

  /** Connects to the port again and again, from ports that it remembers, until one of them was seen. */
  async #seesKnocks(): Promise<void> {
    const knocks: number[] = []
    const isSeen = (): boolean => knocks.some((port) => this.#seen.includes(`${port}\t`))
    while (!isSeen()) {
      if (this.#child.exitCode !== null) throw new Error(`tshark ended with ${this.#child.exitCode}`)
      knocks.push(await knock(this.#port))
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        setTimeout(resolve, 200)
      })
    }
  }
}

async function knock(port: number): Promise<number> {
  const socket = connect({ port, host: '127.0.0.1' })
  await once(socket, 'connect')
  const { port: own } = socket.address() as AddressInfo // it is connected over TCP
  socket.destroy()
  return own
}

/** Has tshark dissect a capture file; frames in the order of their packets, and in a packet in order. */
export async function dissect(file: string, { port, keyLog }: DissectOptions): Promise<DissectedFrame[]> {
  const how = keyLog
    ? ['-o', `tls.keylog_file:${keyLog}`, '-d', `tcp.port==${port},tls`, '-d', `tls.port==${port},http`]
    : ['-d', `tcp.port==${port},http`]
  // tshark 4.0 crashes where it inflates fragments in two passes (-2); headers are all that is compared.
  const args = ['-r', file, '-o', 'websocket.decompress:FALSE', ...how, '-Y', 'websocket', '-T', 'pdml']
  const { stdout } = await promisify(execFile)('tshark', args, { maxBuffer: 1024 * 1024 * 1024 })
  return stdout.split('<packet>').slice(1).flatMap(framesOfPacket)
}

function framesOfPacket(packet: string): DissectedFrame[] {
  const time = shownValue(packet, 'frame.time_epoch')
  const [seconds = '', fraction = ''] = time.split('.')
  const timeUs = Number(seconds) * 1e6 + Number(fraction.padEnd(9, '0')) / 1e3
  const [from, to] = [Number(shownValue(packet, 'tcp.srcport')), Number(shownValue(packet, 'tcp.dstport'))]
  return packet
    .split('<proto name="websocket"')
    .slice(1)
    .map((frame) => ({
      from,
      to,
      fin: isSet(frame, 'websocket.fin'),
      rsv: parseInt(shownValue(frame, 'websocket.rsv'), 16),
      opcode: Number(shownValue(frame, 'websocket.opcode')),
      maskKey: isSet(frame, 'websocket.mask') ? shownValue(frame, 'websocket.masking_key').replaceAll(/0x|:/g, '') : null,
      payloadLength: lengthOf(frame),
      timeUs,
    }))
}

function lengthOf(frame: string): number {
  const extended = ['websocket.payload_length_ext_64', 'websocket.payload_length_ext_16'].find((name) => frame.includes(`name="${name}"`))
  return Number(shownValue(frame, extended ?? 'websocket.payload_length'))
}

const isSet = (frame: string, name: string): boolean => ['1', 'True'].includes(shownValue(frame, name))

/** The `show` attribute of a field in PDML. */
function shownValue(pdml: string, name: string): string {
  const [, value] = new RegExp(`<field name="${name}"[^>]* show="([^"]*)"`).exec(pdml) ?? []
  if (value === undefined) throw new Error(`tshark shows no ${name}`)
  return value
}
