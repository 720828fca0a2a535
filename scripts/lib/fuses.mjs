/**
 * What the shipped Electron can no longer do. Nobody may turn the app into a plain Node, debug it by a flag, or put
 * other code in the place of its archive.
 */
export const FUSES = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
}

/** electron-builder's arguments that set them. SOCKSCOPE_FUSES=off leaves them out: a stand-in for the binary has no fuses to set. */
export function fuseArguments(env) {
  if (env.SOCKSCOPE_FUSES === 'off') return []
  return Object.entries(FUSES).map(([name, isOn]) => `--config.electronFuses.${name}=${isOn}`)
}
