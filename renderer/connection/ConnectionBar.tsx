export function ConnectionBar(_: { readonly tabId: string }) {
  return <div />
}
