/**
 * Makes dist/ from the sources; started by scripts/lib/build.mjs with the sources' digest.
 *
 * It is made beside and then put in place whole, so that what runs from dist/ never sees half of a build.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../lib/checkout.mjs'
import { cliBundle, mainBundle, preloadBundle } from './bundles.mjs'
import { licenceCollector } from './licences.mjs'

const [digest = ''] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const licences = licenceCollector()
const outDir = join(root, '.cache', `build-${process.pid}`)
const dist = join(root, 'dist')
const options = () => ({ outDir, version, plugins: [licences.plugin()] })

process.env.NODE_ENV = 'production'
mkdirSync(outDir, { recursive: true })
try {
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [licences.plugin()],
    build: { outDir: join(outDir, 'renderer') },
  })
  await build(cliBundle(options()))
  await build(mainBundle(options()))
  await build(preloadBundle(options()))
  chmodSync(join(outDir, 'cli', 'sockscope.js'), 0o755)
  writeFileSync(join(outDir, 'THIRD-PARTY.txt'), licences.text())
  writeFileSync(join(outDir, '.sources'), digest)
  const before = `${outDir}-before`
  if (existsSync(dist)) renameSync(dist, before)
  renameSync(outDir, dist)
  rmSync(before, { recursive: true, force: true })
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
