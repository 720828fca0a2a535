/** A page that needs nothing but itself. `body` is ours, never a visitor's text. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
body { font: 15px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 18vh auto; padding: 0 1.5rem; color-scheme: light dark }
h1 { font-size: 1.25rem }
code { font-family: ui-monospace, monospace }
</style>
<h1>${title}</h1>
${body}
</html>
`

export const NO_TOKEN_PAGE = page(
  'This Sockscope is not open to this address',
  `<p>Open the address that <code>sockscope serve</code> printed when it started. It ends with <code>?token=…</code>
and lets this browser in until Sockscope is stopped.</p>
<p>If you have just followed that address from another site, reload this page or press Enter in the address bar.</p>`,
)

export const NOT_BUILT_PAGE = page(
  'The window has not been built',
  '<p>Run <code>npm run build</code> in the checkout, then start <code>sockscope serve</code> again.</p>',
)

export const NOT_FOUND_PAGE = page('There is nothing here', '<p><a href="/">Go to Sockscope</a></p>')
