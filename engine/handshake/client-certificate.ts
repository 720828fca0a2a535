import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import type { ClientCertificate } from '#shared/model/spec.ts'
import { quote } from './quote.ts'
import { codeOf, detailOf } from './system-error.ts'

export interface ClientIdentity {
  readonly options: Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'>
  /** In one line; for a PFX file, which Node does not open, the file's path. */
  readonly subject: string
}

/**
 * Reads the files of a client certificate, and makes sure that they can be used, before anything is connected.
 *
 * @returns null where none is given
 * @throws AppError 'tls.client-unreadable' or 'tls.passphrase'
 */
export async function readClientCertificate(given: ClientCertificate): Promise<ClientIdentity | null> {
  if (given.pfxFile !== '') return readPfx(given)
  if (given.certFile !== '') return readPem(given)
  if (given.keyFile === '') return null
  throw unreadable('There is a key for a client certificate, but no certificate.', 'Give its PEM file, too.')
}

async function readPfx({ pfxFile, passphrase }: ClientCertificate): Promise<ClientIdentity> {
  const options = { pfx: await bytesOf(pfxFile), passphrase }
  try {
    createSecureContext(options)
  } catch (error) {
    const text = error instanceof Error ? error.message : ''
    if (/mac verify failure|bad decrypt|INCORRECT_PASSWORD/i.test(text)) throw passphraseFailure(pfxFile, passphrase, error)
    if (/unsupported/i.test(text)) {
      const hint = 'Make it anew: openssl pkcs12 -legacy -in old.pfx -nodes | openssl pkcs12 -export -out new.pfx'
      throw unreadable(`The file ${quote(pfxFile)} is encrypted in a way that is not supported any more.`, hint, error)
    }
    throw unreadable(`${quote(pfxFile)} is not a PFX (PKCS #12) file, or a damaged one (${detailOf(error)}).`, 'Choose another.', error)
  }
  return { options, subject: pfxFile }
}

async function readPem({ certFile, keyFile, passphrase }: ClientCertificate): Promise<ClientIdentity> {
  const cert = await bytesOf(certFile)
  const certificate = certificateIn(cert, certFile)
  const keyPath = keyFile === '' ? certFile : keyFile
  const keyBytes = keyFile === '' ? cert : await bytesOf(keyFile)
  const key = keyIn(keyBytes, keyPath, passphrase)
  if (!certificate.checkPrivateKey(key)) {
    throw unreadable(`The key in ${quote(keyPath)} does not belong to the certificate in ${quote(certFile)}.`, 'Choose the files again.')
  }
  const subject = certificate.subject.split('\n').join(', ')
  return { options: { cert, key: keyBytes, ...(passphrase === '' ? {} : { passphrase }) }, subject }
}

function certificateIn(bytes: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(bytes)
  } catch (error) {
    throw unreadable(
      `The file ${quote(path)} holds no PEM certificate, or a damaged one.`,
      'It begins with -----BEGIN CERTIFICATE-----.',
      error,
    )
  }
}

function keyIn(bytes: Buffer, path: string, passphrase: string): KeyObject {
  try {
    return createPrivateKey({ key: bytes, ...(passphrase === '' ? {} : { passphrase }) })
  } catch (error) {
    if (/BAD_DECRYPT|INTERRUPTED_OR_CANCELLED|MISSING_PASSPHRASE|BAD_PASSWORD/.test(codeOf(error))) {
      throw passphraseFailure(path, passphrase, error)
    }
    const hint = 'It has -----BEGIN PRIVATE KEY----- or the like in it.'
    throw unreadable(`The file ${quote(path)} holds no PEM private key, or a damaged one.`, hint, error)
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : codeOf(error)
    throw unreadable(`The file ${quote(path)} of the client certificate cannot be read: ${why}.`, 'Choose the file again.', error)
  }
}

function passphraseFailure(path: string, passphrase: string, cause: unknown): AppError {
  const text = passphrase === '' ? `The key in ${quote(path)} is encrypted.` : `The passphrase does not open the key in ${quote(path)}.`
  return new AppError('tls.passphrase', text, { hint: passphrase === '' ? 'Give its passphrase.' : 'Correct it.', cause })
}

const unreadable = (message: string, hint: string, cause?: unknown): AppError =>
  new AppError('tls.client-unreadable', message, { hint, cause })
