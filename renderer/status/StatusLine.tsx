export function StatusLine() {
  return <div />
}
