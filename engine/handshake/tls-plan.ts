import { isIP } from 'node:net'
import { createSecureContext, DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION, type SecureContext, type SecureContextOptions } from 'node:tls'
import { AppError } from '#shared/errors.ts'
import { TLS_VERSIONS, type TlsOptions, type TlsVersion } from '#shared/model/spec.ts'
import { readClientCertificate } from './client-certificate.ts'
import { quote } from './quote.ts'
import { systemContext, trustedAuthorities } from './trust.ts'

/** What TLS is spoken with, everything read and checked. */
export interface TlsPlan {
  readonly context: SecureContext
  /** A name (sent as SNI, RFC 6066 section 3) or an IP address (not sent); what the certificate must be for. */
  readonly host: string
  readonly alpn: readonly string[]
  readonly verify: boolean
  /** The subject of the client certificate, or null. */
  readonly clientCertificate: string | null
  /** What is offered, Node's own bounds where the person gave none. */
  readonly minVersion: TlsVersion
  readonly maxVersion: TlsVersion
}

/** @throws AppError 'input.invalid' for what TLS cannot express */
export function requireTlsOptions({ servername, minVersion, maxVersion, alpn }: TlsOptions): void {
  if (isIP(servername) !== 0 || !servername.isWellFormed() || /[\s\p{Cc}]/u.test(servername)) {
    throw invalid(`${quote(servername)} cannot be sent as a server name.`, 'It is a host name, not an address (RFC 6066 section 3).')
  }
  if (minVersion !== null && maxVersion !== null && TLS_VERSIONS.indexOf(minVersion) > TLS_VERSIONS.indexOf(maxVersion)) {
    throw invalid(`No TLS version is both ${minVersion} or later and ${maxVersion} or earlier.`, 'Change one of the two.')
  }
  const tooLong = alpn.find((name) => name === '' || Buffer.byteLength(name) > 255)
  if (tooLong !== undefined)
    throw invalid(`${quote(tooLong)} cannot be offered by ALPN.`, 'A name has 1 to 255 bytes (RFC 7301 section 3.1).')
}

/**
 * Reads authorities and client certificate, and makes of the options what OpenSSL wants.
 *
 * @param host of the URL
 * @throws AppError 'tls.ca-unreadable', 'tls.client-unreadable', 'tls.passphrase'
 */
export async function planTls(tls: TlsOptions, host: string): Promise<TlsPlan> {
  const identity = await readClientCertificate(tls.clientCertificate)
  const isPlain = tls.caFiles.length === 0 && identity === null && tls.minVersion === null && tls.maxVersion === null
  const bounds = boundsOf(tls)
  const context = isPlain ? systemContext() : contextOf(bounds, { ca: await trustedAuthorities(tls.caFiles), ...identity?.options })
  return {
    context,
    ...bounds,
    host: (tls.servername === '' ? host : tls.servername).replace(/\.$/, ''),
    alpn: tls.alpn,
    verify: tls.verify,
    clientCertificate: identity?.subject ?? null,
  }
}

/** Where only one of the two is given, the other must not lie on its wrong side. */
function boundsOf({ minVersion, maxVersion }: TlsOptions): Pick<TlsPlan, 'minVersion' | 'maxVersion'> {
  return {
    minVersion: minVersion ?? (isOld(maxVersion) ? 'TLSv1' : DEFAULT_MIN_VERSION),
    maxVersion: maxVersion ?? DEFAULT_MAX_VERSION,
  }
}

function contextOf({ minVersion, maxVersion }: Pick<TlsPlan, 'minVersion' | 'maxVersion'>, more: SecureContextOptions): SecureContext {
  const options: SecureContextOptions = { ...more, minVersion, maxVersion }
  if (!isOld(minVersion) && !isOld(maxVersion)) return createSecureContext(options)
  try {
    // What TLS before 1.2 signs with, OpenSSL 3 allows at its lowest level of security only.
    return createSecureContext({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' })
  } catch {
    // BoringSSL (Electron) has no such levels.
    return createSecureContext(options)
  }
}

const isOld = (version: TlsOptions['minVersion']): boolean => version === 'TLSv1' || version === 'TLSv1.1'

const invalid = (message: string, hint: string): AppError => new AppError('input.invalid', message, { hint })
