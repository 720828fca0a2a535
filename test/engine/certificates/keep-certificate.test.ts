import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepCertificate } from '#engine/certificates/keep-certificate.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { attempt, fixture, serveTls, specOf, switching } from '../handshake/bench.ts'

let folder: string
const pemOf = (name: string): Promise<string> => readFile(fixture(`${name}.pem`), 'utf8')

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sockscope-certificates-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a certificate that is kept', () => {
  it('is a PEM file by its name and fingerprint; the same one again is the same file', async () => {
    const pem = await pemOf('self-signed')
    const file = await keepCertificate(join(folder, 'kept'), `some text before\n${pem}`)
    expect(dirname(file)).toBe(join(folder, 'kept'))
    expect(file).toMatch(/[a-z0-9-]+-[0-9a-f]{16}\.pem$/)
    expect(new X509Certificate(await readFile(file)).fingerprint256).toBe(new X509Certificate(pem).fingerprint256)
    expect(await keepCertificate(join(folder, 'kept'), pem)).toBe(file)
    expect(await readdir(join(folder, 'kept'))).toHaveLength(1)
  })

  it.each(['self-signed', 'good'] as const)('makes the server with the certificate "%s" trusted, as the report gave it', async (name) => {
    const { port } = await serveTls(name, (socket, head) => void socket.write(switching(head)))
    const url = `wss://localhost:${port}/`
    const { error, report } = await attempt(specOf(url))
    expect(error?.code).toMatch(/^tls\.(?:self-signed|untrusted)$/)
    const pem = name === 'self-signed' ? (report.tls?.chain.at(-1)?.pem ?? '') : await pemOf('authority')
    const tls = { ...DEFAULT_SPEC.tls, caFiles: [await keepCertificate(folder, pem)] }
    expect((await attempt(specOf(url, { tls }))).report).toMatchObject({ failure: null, tls: { authorized: true } })
  })

  it('is refused if it is none, and said where it cannot be written', async () => {
    await expect(keepCertificate(folder, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).rejects.toMatchObject({
      code: 'input.invalid',
    })
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(keepCertificate(file, await pemOf('good'))).rejects.toMatchObject({ code: 'library.io' })
  })
})
