import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificates } from './support/certificates.ts'
import { type Daemon, freePort, startDaemon } from './support/daemon.ts'
import { type TemporaryFolder, temporaryFolder } from './support/folder.ts'
import { hasNginx, hasOpenssl, hasPythonWebsockets, NGINX, PYTHON } from './support/programs.ts'
import { connectInTerminal } from './support/terminal.ts'

const ECHO = fileURLToPath(new URL('./support/echo.py', import.meta.url))

/** nginx as a reverse proxy with TLS, in one process and with every file in `folder`. */
function nginxConfig(folder: string, port: number, upstream: number, cert: string, key: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`)
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http {
  access_log off; ${temporary.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl; ssl_certificate ${cert}; ssl_certificate_key ${key};
    location / {
      proxy_pass http://127.0.0.1:${upstream}; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_set_header Host $host;
    }
  }
}
`
}

const isBehindNginx = (way: string): boolean => way.includes('nginx')
const isPossible = (way: string): boolean => hasPythonWebsockets && (!isBehindNginx(way) || (hasNginx && hasOpenssl))

for (const way of ['python3-websockets', 'python3-websockets behind nginx with TLS']) {
  describe.skipIf(!isPossible(way))(`the terminal talks to ${way}`, () => {
    const running: Daemon[] = []
    let folder: TemporaryFolder
    let url: string
    let trust: readonly string[] = []

    beforeAll(async () => {
      folder = temporaryFolder()
      const python = await freePort()
      running.push(await startDaemon(PYTHON, [ECHO, String(python)], python))
      url = `ws://127.0.0.1:${python}`
      if (!isBehindNginx(way)) return
      const { ca, cert, key } = makeCertificates(folder.path)
      const port = await freePort()
      const config = join(folder.path, 'nginx.conf')
      writeFileSync(config, nginxConfig(folder.path, port, python, cert, key))
      running.push(await startDaemon(NGINX, ['-p', folder.path, '-c', config], port))
      url = `wss://localhost:${port}`
      trust = ['--ca', ca]
    })
    afterAll(async () => {
      for (const daemon of running.reverse()) await daemon.stop()
      folder.remove()
    })

    it('in text and binary, compressed as they agreed', async () => {
      const [text, bytes] = ['Grüße, 世界 🌍 '.repeat(100), Buffer.alloc(70_000, 'ab')]
      const messages = ['--send', text, '--send-base64', bytes.toString('base64'), '--send', '', '--count', '3']
      const run = await connectInTerminal(`${url}/`, [...messages, ...trust])
      expect(run.received.map(({ kind, data, dataBase64 }) => [kind, data ?? dataBase64])).toEqual([
        ['text', text],
        ['binary', bytes.toString('base64')],
        ['text', ''],
      ])
      expect(run.handshake.negotiated?.extensions).toContain('permessage-deflate')
      expect(run.received[0]?.compressed).toBe(true)
      expect(run.handshake.checks.filter(({ ok }) => !ok)).toEqual([])
      expect(run.close).toMatchObject({ code: 1000, clean: true, initiator: 'local' })
      expect(run.status).toBe(0)
    })

    it('without compression when it is not offered', async () => {
      const run = await connectInTerminal(`${url}/`, ['--no-compression', '--send', 'plain', '--count', '1', ...trust])
      expect(run.handshake.negotiated?.extensions).toBe('')
      expect(run.received.map(({ data, compressed }) => [data, compressed])).toEqual([['plain', false]])
    })

    it('with a ping that is answered', async () => {
      const run = await connectInTerminal(`${url}/`, ['--ping', 'to python', '--send', 'done', '--count', '1', ...trust])
      const frames = run.frames.map(({ direction, opcode, payloadLength }) => `${direction} ${opcode} ${payloadLength}`)
      expect(frames).toEqual(expect.arrayContaining(['out 9 9', 'in 10 9']))
    })

    it('and answers its ping', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'please ping', '--count', '1', ...trust])
      expect(run.received.map(({ data }) => data)).toEqual(['your pong arrived'])
      expect(run.frames.map(({ direction, opcode }) => `${direction} ${opcode}`)).toEqual(expect.arrayContaining(['in 9', 'out 10']))
    })

    it('and is closed by it with code and reason', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'please close', '--duration', '20000', ...trust])
      expect(run.close).toMatchObject({ code: 4003, reason: 'as you wish', clean: true, initiator: 'remote' })
    })

    it('and closes it with code and reason', async () => {
      const run = await connectInTerminal(`${url}/`, ['--send', 'x', '--count', '1', '--close', '4001:enough', ...trust])
      expect(run.close).toMatchObject({ code: 4001, reason: 'enough', clean: true, initiator: 'local' })
      expect(run.status).toBe(0)
    })

    it('in a subprotocol that it knows', async () => {
      const run = await connectInTerminal(`${url}/`, ['-s', 'chat.v1', '-s', 'chat.v2', '--send', 'x', '--count', '1', ...trust])
      expect(run.handshake.negotiated?.subprotocol).toBe('chat.v2')
    })
  })
}

describe.skipIf(!isPossible('nginx'))('nginx whose server is away', () => {
  it('answers 502, which the terminal shows with its body', async () => {
    const folder = temporaryFolder()
    const { ca, cert, key } = makeCertificates(folder.path)
    const [port, nobody] = [await freePort(), await freePort()]
    const config = join(folder.path, 'nginx.conf')
    writeFileSync(config, nginxConfig(folder.path, port, nobody, cert, key))
    const nginx = await startDaemon(NGINX, ['-p', folder.path, '-c', config], port)
    const run = await connectInTerminal(`wss://127.0.0.1:${port}/`, ['--ca', ca])
    await nginx.stop()
    folder.remove()
    expect(run.status).toBe(3)
    expect(run.handshake.response).toMatchObject({ status: 502 })
    expect(JSON.stringify(run.handshake.response?.body)).toContain('502 Bad Gateway')
  })
})
