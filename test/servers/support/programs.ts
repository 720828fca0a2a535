import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const succeeds = (command: string, ...args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Debian puts servers where the PATH of a person does not lead. */
const inSbin = (name: string): string => (succeeds('which', name) ? name : `/usr/sbin/${name}`)

export const NGINX = inSbin('nginx')
export const MOSQUITTO = inSbin('mosquitto')
export const HAPROXY = inSbin('haproxy')
export const APACHE = inSbin('apache2')
export const SQUID = inSbin('squid')
export const TINYPROXY = inSbin('tinyproxy')
export const DANTE = inSbin('danted')
export const MICROSOCKS = inSbin('microsocks')
export const STUNNEL = inSbin('stunnel4')
export const LIBWEBSOCKETS = inSbin('libwebsockets-test-server')
export const NATS = inSbin('nats-server')
export const PROSODY = inSbin('prosody')
/** Not the wrapper in /usr/sbin, which wants to be root or the user rabbitmq. */
export const RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server'
/** Debian's own Python, for which its packages of libraries are installed. */
export const PYTHON = '/usr/bin/python3'

/** Whether one of the commands above is installed: what is in the PATH stands there without a folder. */
export const has = (command: string): boolean => !command.startsWith('/') || existsSync(command)
/** tshark, and the right to capture. */
export const canCapture = succeeds('tshark', '-i', 'lo', '-c', '1', '-a', 'duration:0', '-L')
export const hasPython = (module: string): boolean => succeeds(PYTHON, '-c', `import ${module}`)
