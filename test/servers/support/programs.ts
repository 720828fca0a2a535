import { spawnSync } from 'node:child_process'

const succeeds = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Debian puts servers where the PATH of a person does not lead. */
const inSbin = (name: string): string => (succeeds('which', name) ? name : `/usr/sbin/${name}`)

export const NGINX = inSbin('nginx')
export const MOSQUITTO = inSbin('mosquitto')
/** Debian's own Python, for which python3-websockets is installed. */
export const PYTHON = '/usr/bin/python3'

export const hasOpenssl = succeeds('openssl', 'version')
/** tshark, and the right to capture. */
export const canCapture = succeeds('tshark', '-i', 'lo', '-c', '1', '-a', 'duration:0', '-L')
export const hasNginx = succeeds(NGINX, '-v')
/** It ends with 3 after printing its help. */
export const hasMosquitto = spawnSync(MOSQUITTO, ['-h'], { stdio: 'ignore' }).error === undefined
export const hasPythonWebsockets = succeeds(PYTHON, '-c', 'import websockets')
