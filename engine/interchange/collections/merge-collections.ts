import { AppError } from '#shared/errors.ts'
import type { CollectionImport, ImportRemark } from '#shared/model/collection-import.ts'
import { type SourceFile, unreadable } from './source.ts'

/**
 * Files that are each a whole of their own, chosen together: a collection and its environments, or several collections, each of which
 * becomes a folder then.
 *
 * @throws AppError 'import.unreadable' if not one of them can be read
 */
export function mergeCollections(files: readonly SourceFile[], read: (file: SourceFile) => CollectionImport): CollectionImport {
  const found: CollectionImport[] = []
  const remarks: ImportRemark[] = []
  for (const file of files) {
    try {
      found.push(read(file))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      remarks.push({ kind: 'left-out', place: file.path, text: error.message })
    }
  }
  const [first] = found
  if (!first) throw unreadable(files.length === 0 ? 'There are no files.' : 'There is no collection of a known format in these files.')
  const withSpecs = found.filter(({ specs }) => specs.length > 0)
  const main = withSpecs[0] ?? first
  const isApart = withSpecs.length > 1
  const folderOf = ({ name, specs }: CollectionImport): readonly string[] => (isApart && specs.length > 0 ? [name] : [])
  return {
    format: main.format,
    name: isApart ? 'Imported' : main.name,
    specs: found.flatMap((each) => each.specs.map((spec) => ({ ...spec, folder: [...folderOf(each), ...spec.folder] }))),
    folders: found.flatMap((each) => each.folders.map((folder) => ({ ...folder, path: [...folderOf(each), ...folder.path] }))),
    environments: found.flatMap(({ environments }) => environments),
    remarks: [
      ...found.flatMap((each) => each.remarks.map((remark) => (isApart ? { ...remark, place: `${each.name} / ${remark.place}` } : remark))),
      ...remarks,
    ],
  }
}
