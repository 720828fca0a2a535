/** A proxy's URL in the parts in which it is written: the address in the open, the password not. */
export interface ProxyParts {
  /** E.g. 'http://proxy.example:3128', as typed. */
  readonly address: string
  readonly user: string
  readonly password: string
}

const WITH_USER = /^([a-z][a-z0-9+.-]*:\/\/)?([^@/]*)@(.*)$/i

export function splitProxyUrl(url: string): ProxyParts {
  const [whole, scheme = '', credentials = '', place = ''] = WITH_USER.exec(url) ?? []
  if (whole === undefined) return { address: url, user: '', password: '' }
  const [user = '', ...rest] = credentials.split(':')
  return { address: `${scheme}${place}`, user: decoded(user), password: decoded(rest.join(':')) }
}

/** The URL of parts. Credentials in a pasted address take the place of those there were. */
export function joinProxyUrl({ address, user, password }: ProxyParts): string {
  if (WITH_USER.test(address) || user + password === '') return address
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(address) ?? []
  const secret = password === '' ? '' : `:${encodeURIComponent(password)}`
  return `${scheme}${encodeURIComponent(user)}${secret}@${address.slice(scheme.length)}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A lone percent sign, as a person types it: it stands for itself.
    return part
  }
}
