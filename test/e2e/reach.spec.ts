import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { ROOT } from '#test/support/built.ts'
import { button, connectTo, expect, inspector, stateOf, test, urlField } from './window.ts'

const certificates = (name: string): string => join(ROOT, 'test', 'fixtures', 'tls', name)
const secureServer = (name: string): Promise<DemoServerHandle> =>
  startDemoServer({ tls: { cert: readFileSync(certificates(`${name}.pem`)), key: readFileSync(certificates(`${name}.key`)) } })

/** By a name that the certificates are for. */
const urlOf = (server: DemoServerHandle): string => `${server.url.replace('127.0.0.1', 'localhost')}/echo`

const failureIn = (app: Page): Locator => app.getByRole('region', { name: /^Capture of/ }).getByRole('alert')
const field = (app: Page, name: string): Locator => app.getByRole('textbox', { name, exact: true })

/** A tab of its own, once the window is there to take the key. */
async function openTab(app: Page): Promise<void> {
  await expect(urlField(app)).toBeVisible()
  await app.keyboard.press('Alt+N')
  await expect(app.getByRole('region', { name: 'Request', exact: true })).toBeVisible()
}

async function showPane(app: Page, name: RegExp): Promise<void> {
  await app.getByRole('region', { name: 'Request', exact: true }).getByRole('tab', { name }).click()
}

test('a redirect is shown, then followed by a button, each hop on its own', async ({ app, server }) => {
  await connectTo(app, `${server.url}/redirect/2`)
  await expect(failureIn(app)).toContainText('handshake.redirected')
  await button(failureIn(app), 'Follow redirects').click()
  await expect(stateOf(app)).toHaveText('Open')
  const hops = inspector(app).getByRole('tablist', { name: 'Hops' })
  await expect(hops.getByRole('tab')).toHaveText(['Request 1 · 302', 'Request 2 · 302', 'Request 3 · 101'])
  await hops.getByRole('tab', { name: 'Request 1' }).click()
  await expect(inspector(app)).toContainText('Location')
  await expect(inspector(app)).toContainText(/The redirect to .*\/redirect\/1.* was followed/)
  await showPane(app, /^Options/)
  await expect(field(app, 'Redirects followed')).toHaveValue('5')
  await button(app, 'Undo').click()
  await expect(field(app, 'Redirects followed')).toHaveValue('0')
})

test('a certificate that is not trusted is shown, and accepted for this spec only after a warning', async ({ app }) => {
  const server = await secureServer('self-signed')
  await connectTo(app, urlOf(server))
  await expect(failureIn(app)).toContainText('tls.self-signed')
  await expect(failureIn(app)).toContainText('Nothing would then prove that this is the server you mean')
  await expect(inspector(app)).toContainText('Certificate chain')
  await expect(inspector(app)).toContainText('self-signed')
  await button(failureIn(app), 'Accept any certificate for this spec').click()
  await expect(stateOf(app)).toHaveText('Open')
  await expect(inspector(app)).toContainText('not trusted')
  await showPane(app, /^TLS/)
  await expect(app.getByRole('checkbox', { name: "Verify the server's certificate" })).not.toBeChecked()
  await server.close()
})

test('a certificate that signed itself is looked at, then trusted for this spec alone', async ({ app, folders }) => {
  const server = await secureServer('self-signed')
  await connectTo(app, urlOf(server))
  await button(failureIn(app), 'Trust its authority for this spec…').click()
  const question = app.getByRole('dialog', { name: 'Trust this certificate' })
  await expect(question).toContainText('CN=localhost')
  await expect(question).toContainText(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/)
  await button(question, 'Trust it for this spec').click()
  await expect(stateOf(app)).toHaveText('Open')
  await expect(inspector(app)).toContainText('the certificate is trusted')
  await showPane(app, /^TLS/)
  await expect(app.getByRole('region', { name: 'Request', exact: true })).toContainText(join(folders.data, 'certificates'))
  await button(app, 'Undo').click()
  await expect(app.getByRole('region', { name: 'Request', exact: true })).not.toContainText(join(folders.data, 'certificates'))
  await server.close()
})

test('an expired certificate says so, and since when', async ({ app }) => {
  const server = await secureServer('expired')
  await connectTo(app, urlOf(server))
  await button(failureIn(app), 'TLS settings').click()
  await field(app, 'Path of a PEM file').fill(certificates('authority.pem'))
  await field(app, 'Path of a PEM file').press('Enter')
  await urlField(app).press('Enter')
  await expect(failureIn(app)).toContainText('tls.expired')
  await expect(inspector(app)).toContainText(/✕ expired \d+ days ago/)
  await server.close()
})

test('the TLS pane has what both sides need to know each other', async ({ app }) => {
  const server = await secureServer('good')
  await openTab(app)
  await urlField(app).fill(urlOf(server))
  await showPane(app, /^TLS/)
  await field(app, 'Path of a PEM file').fill(certificates('authority.pem'))
  await field(app, 'Path of a PEM file').press('Enter')
  await field(app, 'Certificate (PEM)').fill(certificates('client.pem'))
  await field(app, 'Key (PEM)').fill(certificates('client.key'))
  await app.getByRole('combobox', { name: 'Maximum version' }).selectOption('TLS 1.2')
  await urlField(app).press('Enter')
  await expect(stateOf(app)).toHaveText('Open')
  await expect(inspector(app)).toContainText('TLSv1.2')
  await expect(inspector(app)).toContainText('CN=client')
  await expect(inspector(app)).toContainText('the certificate is trusted')

  await expect(field(app, 'Passphrase')).toHaveAttribute('type', 'password')
  await field(app, 'PFX file').fill(certificates('client.p12'))
  await expect(field(app, 'Key (PEM)')).toBeDisabled()
  await server.close()
})

test("a proxy's refusal is shown with its answer, and the way around it", async ({ app, server }) => {
  const proxy = createServer((client) => {
    client.on('error', () => client.destroy())
    client.once('data', () => client.end('HTTP/1.1 403 Forbidden\r\nVia: the-proxy\r\nContent-Length: 8\r\n\r\nnot you\n'))
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  await openTab(app)
  await showPane(app, /^Proxy/)
  await app.getByRole('combobox', { name: 'Proxy', exact: true }).selectOption('This one')
  await field(app, 'Proxy URL').fill(`http://ada:lovelace@127.0.0.1:${port}`)
  await expect(field(app, 'Proxy URL')).toHaveValue(`http://127.0.0.1:${port}`)
  await expect(field(app, 'User name')).toHaveValue('ada')
  await expect(field(app, 'Password')).toHaveAttribute('type', 'password')
  await connectTo(app, `${server.url}/echo`)
  await expect(failureIn(app)).toContainText('proxy.refused')
  await expect(inspector(app)).toContainText('the-proxy')
  await expect(inspector(app)).toContainText('not you')
  await button(failureIn(app), 'Connect without a proxy').click()
  await expect(stateOf(app)).toHaveText('Open')
  proxy.close()
})

test('credentials are asked for where the server wants them, and sent', async ({ app, server }) => {
  await connectTo(app, `${server.url}/401`)
  await button(failureIn(app), 'Give credentials').click()
  await app.getByRole('combobox', { name: 'Credentials' }).selectOption('Basic')
  await field(app, 'User name').fill('ada')
  await field(app, 'Password').fill('lovelace')
  await connectTo(app, `${server.url}/echo`)
  await expect(stateOf(app)).toHaveText('Open')
  await expect(inspector(app)).toContainText('Basic YWRhOmxvdmVsYWNl')
})

test('each attempt to connect has its address and its outcome', async ({ app }) => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const { port } = gone.address() as AddressInfo
  gone.close()
  await once(gone, 'close')
  await openTab(app)
  await urlField(app).fill(`ws://nowhere.test:${port}`)
  await showPane(app, /^Options/)
  await field(app, 'Override host and port').fill(`nowhere.test:${port}`)
  await field(app, 'Override address').fill('127.0.0.1')
  await field(app, 'Override address').press('Enter')
  await urlField(app).press('Enter')
  await expect(failureIn(app)).toContainText('tcp.refused')
  const attempt = inspector(app).getByRole('row', { name: `127.0.0.1:${port}` })
  await expect(attempt).toContainText('ECONNREFUSED')
})
