import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

const MODULES = `${sep}node_modules${sep}`

/** The folder of the package that a module belongs to, or null for our own. */
function packageFolderOf(moduleId) {
  const at = moduleId.lastIndexOf(MODULES)
  if (at < 0) return null
  let folder = dirname(moduleId.split('?')[0])
  while (folder.length > at + MODULES.length - 1) {
    const description = join(folder, 'package.json')
    // Some packages carry further package.json files, which only say "type": "module" or which version they were made from.
    const { name, version } = existsSync(description) ? JSON.parse(readFileSync(description, 'utf8')) : {}
    if (name && version) return folder
    folder = dirname(folder)
  }
  return null
}

function licenceTextIn(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  return file === undefined ? '(The package has no licence file.)' : readFileSync(join(folder, file), 'utf8').trim()
}

/** Notes the packages that end up in bundles, so that their licences can be shipped with them. */
export function licenceCollector() {
  const folders = new Set()
  return {
    /** A Vite plugin; one for each bundle, as a plugin object belongs to one build. */
    plugin: () => ({
      name: 'sockscope:licences',
      generateBundle(_options, files) {
        for (const file of Object.values(files)) {
          for (const moduleId of file.type === 'chunk' ? file.moduleIds : []) {
            const folder = packageFolderOf(moduleId.replace(/^\0/, ''))
            if (folder !== null) folders.add(folder)
          }
        }
      },
    }),
    /** The text of THIRD-PARTY.txt. */
    text: () =>
      [...folders]
        .map((folder) => ({ ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), folder }))
        .sort((one, other) => one.name.localeCompare(other.name))
        .map(({ name, version, license, folder }) => `${name} ${version} (${license})\n\n${licenceTextIn(folder)}\n`)
        .join(`\n${'-'.repeat(80)}\n\n`),
  }
}
