export function ConnectionStrip(_: { readonly tabId: string }) {
  return <div />
}
