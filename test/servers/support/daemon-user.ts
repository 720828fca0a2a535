/**
 * As whom daemons run: some refuse to be root, others give root up for a user whose files they then cannot read. So
 * where the tests run as root, all daemons run as nobody (65534 on Debian, by its policy); else as who runs the tests.
 */
export const DAEMON_USER: { readonly uid: number; readonly gid: number } | null =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null
