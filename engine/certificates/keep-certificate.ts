import { X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { writeFileAtomic } from '../files/atomic-write.ts'

/**
 * Keeps a certificate as a PEM file of its own, named by what it is for and by its fingerprint: the same one again is the same file.
 *
 * @param pem one certificate; whatever stands around it is left out
 * @returns the file's path, for a spec's `tls.caFiles`
 * @throws AppError 'input.invalid' if it is none, 'library.io' if it cannot be written
 */
export async function keepCertificate(folder: string, pem: string): Promise<string> {
  const certificate = read(pem)
  const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase()
  const file = join(folder, `${nameOf(certificate)}-${fingerprint.slice(0, 16)}.pem`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFileAtomic(file, certificate.toString())
    return file
  } catch (error) {
    throw new AppError('library.io', `The certificate cannot be kept in ${file}: ${error instanceof Error ? error.message : error}`, {
      hint: 'Check the permissions of the folder.',
      cause: error,
    })
  }
}

function read(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw new AppError('input.invalid', 'This is no certificate, or a damaged one.', { cause: error })
  }
}

/** What a file may be named by everywhere, of the common name. A server chose that: nothing of it leads to another folder. */
function nameOf({ subject }: X509Certificate): string {
  const [, commonName = ''] = /(?:^|\n)CN=([^\n]*)/.exec(subject) ?? []
  const plain = commonName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
  return plain.replace(/^-|-$/g, '') || 'certificate'
}
