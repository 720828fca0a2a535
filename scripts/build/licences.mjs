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

/** The MIT licence, for packages that declare it and ship no text of it. */
const mitText = (author) => `MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

const authorOf = ({ author, name }) => (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`

function licenceTextIn(folder, description) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim()
  return description.license === 'MIT' ? mitText(authorOf(description)) : '(The package has no licence file.)'
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
        .map((folder) => ({ folder, description: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
        .sort((one, other) => one.description.name.localeCompare(other.description.name))
        .map(({ folder, description }) => {
          const { name, version, license } = description
          return `${name} ${version} (${license})\n\n${licenceTextIn(folder, description)}\n`
        })
        .join(`\n${'-'.repeat(80)}\n\n`),
  }
}
