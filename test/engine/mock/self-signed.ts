import { generateKeyPairSync, sign } from 'node:crypto'

/** One ASN.1 value in DER: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const [INTEGER, BITS, OBJECT, UTF8, SEQUENCE, SET, TIME] = [0x02, 0x03, 0x06, 0x0c, 0x30, 0x31, 0x17] as const

/**
 * A key and a certificate that nobody trusts, for 'demo', valid from 2020 to 2049. Made anew each time, so that
 * no private key lies in the repository and no test needs the openssl command.
 */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ecdsaWithSha256 = der(SEQUENCE, der(OBJECT, Buffer.from('2a8648ce3d040302', 'hex')))
  const commonName = der(SEQUENCE, der(OBJECT, Buffer.from('550403', 'hex')), der(UTF8, Buffer.from('demo')))
  const name = der(SEQUENCE, der(SET, commonName))
  const validity = der(SEQUENCE, der(TIME, Buffer.from('200101000000Z')), der(TIME, Buffer.from('491231235959Z')))
  const serial = der(INTEGER, Uint8Array.of(1))
  const unsigned = der(SEQUENCE, serial, ecdsaWithSha256, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }))
  const signature = der(BITS, Uint8Array.of(0), sign('sha256', unsigned, privateKey))
  const certificate = der(SEQUENCE, unsigned, ecdsaWithSha256, signature)
  const lines = certificate
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
