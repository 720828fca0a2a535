export function LibraryPanel() {
  return <div />
}
