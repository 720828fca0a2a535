/** A configuration of electron-builder without its fuses, for a stand-in of the binary that has none to set. */
export function withoutFuses(yaml) {
  return yaml.replace(/^electronFuses:\n(?:[ #].*\n)+/m, '')
}
