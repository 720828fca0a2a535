import { useEffect, useState } from 'react'

/** An address of bytes within this page, for elements that load from addresses; null until there is one. Revoked when it is not needed any more. */
export function useBlobUrl(bytes: Uint8Array | null, mediaType: string): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (bytes === null) return
    // A copy: Blob wants an ArrayBuffer of its own, and `bytes` may be a view.
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }))
    setUrl(made)
    return () => {
      setUrl(null)
      URL.revokeObjectURL(made)
    }
  }, [bytes, mediaType])
  return url
}
