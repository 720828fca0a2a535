export function Composer(_: { readonly tabId: string }) {
  return <div />
}
