export function RequestPanes(_: { readonly tabId: string }) {
  return <div />
}
