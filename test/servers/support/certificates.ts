import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TemporaryFolder } from './folder.ts'

/** Those of test/fixtures/tls: for localhost and 127.0.0.1, but for 'other-name'. */
export type CertificateName = 'good' | 'expired' | 'not-yet-valid' | 'other-name' | 'self-signed' | 'client'

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url))

/** The authority of all that are not self-signed: what is to be trusted. */
export const AUTHORITY = fixture('authority.pem')
export const TRUSTING = ['--ca', AUTHORITY] as const

/** Arguments that show a client certificate; 'self-signed' is one that nobody vouches for. */
export const showing = (name: 'client' | 'self-signed'): readonly string[] => [
  ...TRUSTING,
  '--cert',
  fixture(`${name}.pem`),
  '--key',
  fixture(`${name}.key`),
]

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
  /** Both in one file. */
  readonly both: string
  readonly authority: string
}

/** Copies a certificate to where a daemon may read it, wherever the checkout is. */
export function copyCertificate(folder: TemporaryFolder, name: CertificateName): CertificateFiles {
  const [cert, key] = [readFileSync(fixture(`${name}.pem`)), readFileSync(fixture(`${name}.key`))]
  return {
    cert: folder.write(`${name}.pem`, cert),
    key: folder.write(`${name}.key`, key),
    both: folder.write(`${name}.both.pem`, Buffer.concat([cert, key])),
    authority: folder.write('authority.pem', readFileSync(AUTHORITY)),
  }
}
