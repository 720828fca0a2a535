/**
 * What the page may load, the same in every host: only what it came with, no inline script, and no way out.
 * Inline styles are allowed because Monaco and Radix position by them; blob workers because Monaco starts its own so.
 * A payload is shown as a picture, or played, from a blob that the page itself made of it. A preview of HTML is a frame whose document stands in
 * its own attribute (srcdoc); no frame may load anything from an address, which is what `frame-src 'none'` says.
 * `connect-src 'self'` covers the bridge of `sockscope serve`, which is the page's own origin.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "frame-src 'none'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
