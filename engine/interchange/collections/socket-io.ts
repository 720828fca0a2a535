/** Socket.IO over Engine.IO, as the URL and the text frames it is made of (Engine.IO protocol 4, Socket.IO protocol 5). */
export function socketIoUrl(url: string, path: string, version: string): string {
  const address = url
    .replace(/^http/i, 'ws')
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
  const way = path === '' ? '/socket.io' : `/${path.replace(/^\/+|\/+$/g, '')}`
  // Socket.IO 2 speaks Engine.IO 3.
  const engine = version.startsWith('2') ? '3' : '4'
  return `${address}${way}/?EIO=${engine}&transport=websocket`
}

/** An event packet: `42["name",…]`, with an id where an acknowledgement is wanted. JSON arguments stay as they are written. */
export function socketIoMessage(
  event: string,
  args: readonly { readonly content: string; readonly isJson: boolean }[],
  isAcknowledged: boolean,
): string {
  const parts = [JSON.stringify(event), ...args.map(({ content, isJson }) => (isJson ? content : JSON.stringify(content)))]
  return `42${isAcknowledged ? '0' : ''}[${parts.join(',')}]`
}
