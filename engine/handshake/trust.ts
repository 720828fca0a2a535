import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import tls, { type SecureContext } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import { quote } from './quote.ts'
import { codeOf } from './system-error.ts'

const PEM_CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

let systemAuthorities: readonly string[] | null = null
let contextOfSystem: SecureContext | null = null

/** Trusts Node's own authorities and those of the operating system, and nothing else is particular. Made once in a process (some 50 ms). */
export function systemContext(): SecureContext {
  contextOfSystem ??= tls.createSecureContext({ ca: [...readSystemAuthorities()] })
  return contextOfSystem
}

/**
 * What certificates are checked against: Node's own authorities, those of the operating system, and the given files.
 * The first two are read once in a process, for they change rarely.
 *
 * @param caFiles paths of PEM (one or more certificates) or DER files, read again each time
 * @throws AppError 'tls.ca-unreadable'
 */
export async function trustedAuthorities(caFiles: readonly string[]): Promise<string[]> {
  const own = await Promise.all(caFiles.map(readAuthorities))
  return [...readSystemAuthorities(), ...own.flat()]
}

function readSystemAuthorities(): readonly string[] {
  // Node before 22.15 has no such function, which a named import would not survive.
  systemAuthorities ??=
    typeof tls.getCACertificates === 'function'
      ? [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
      : tls.rootCertificates
  return systemAuthorities
}

async function readAuthorities(path: string): Promise<string[]> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : codeOf(error)
    throw new AppError('tls.ca-unreadable', `The CA file ${quote(path)} cannot be read: ${why}.`, {
      hint: 'Choose the file again.',
      cause: error,
    })
  }
  try {
    const blocks = bytes.toString('latin1').match(PEM_CERTIFICATE)
    return (blocks ?? [bytes]).map((block) => new X509Certificate(block).toString())
  } catch (error) {
    throw new AppError('tls.ca-unreadable', `The file ${quote(path)} holds no certificate, or a damaged one.`, {
      hint: 'A CA file begins with -----BEGIN CERTIFICATE-----.',
      cause: error,
    })
  }
}
