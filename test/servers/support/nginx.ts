import { spawnSync } from 'node:child_process'
import { type CertificateFiles, copyCertificate } from './certificates.ts'
import { freePorts } from './daemon.ts'
import { NGINX } from './programs.ts'
import type { Stage } from './stage.ts'

export interface NginxPorts {
  readonly plain: number
  readonly secure: number
  /** Wants a client certificate. */
  readonly mutual: number
}

const PASS = 'proxy_http_version 1.1; proxy_set_header Host $host;'
const UPGRADED = `${PASS} proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`

/** The same on every port: `/` passes WebSockets on; the other paths refuse, redirect or drop. */
const locations = (folder: string, upstream: number): string => `
    location / { ${UPGRADED} proxy_pass http://127.0.0.1:${upstream}; proxy_read_timeout 2s; }
    location /stripped/ { ${PASS} proxy_pass http://127.0.0.1:${upstream}/; }
    location /gone { ${UPGRADED} proxy_pass http://127.0.0.1:1; }
    location /basic/ { ${UPGRADED} proxy_pass http://127.0.0.1:${upstream}/; auth_basic "Staff"; auth_basic_user_file ${folder}/users; }
    location = /403 { deny all; }
    location = /404 { return 404; }
    location = /426 { add_header Sec-WebSocket-Version "7, 8" always; return 426 "too new"; }
    location = /429 { add_header Retry-After 12 always; return 429 "slow down"; }
    location = /500 { return 500 "it is us"; }
    location = /503 { add_header Retry-After 60 always; return 503 "back soon"; }
    location = /200 { return 200 "a page"; }
    location = /444 { return 444; }
    location = /301 { return 301 /; }
    location = /302 { return 302 /301; }
    location = /307 { return 307 /302; }
    location = /308 { return 308 /307; }
    location = /ring { return 302 /ring; }
    location = /file { return 302 file:///etc/passwd; }
`

function configOf(
  folder: string,
  upstream: number,
  { plain, secure, mutual }: NginxPorts,
  { cert, key, authority }: CertificateFiles,
): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`)
  const tls = `ssl_certificate ${cert}; ssl_certificate_key ${key};`
  const server = (listen: string): string => `  server { listen 127.0.0.1:${listen} ${locations(folder, upstream)} }`
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
events {}
http {
  access_log off; absolute_redirect off; ${temporary.join(' ')}
${server(`${plain};`)}
${server(`${secure} ssl; ${tls}`)}
${server(`${mutual} ssl; ${tls} ssl_client_certificate ${authority}; ssl_verify_client on;`)}
}
`
}

/** Starts nginx in one process before a server of this machine; "ann" has the password "secret". */
export async function startNginx({ folder, start }: Stage, upstream: number): Promise<NginxPorts> {
  const [plain = 0, secure = 0, mutual = 0] = await freePorts(3)
  const ports = { plain, secure, mutual }
  const { stdout } = spawnSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' })
  folder.write('users', `ann:${stdout}`)
  const config = folder.write('nginx.conf', configOf(folder.path, upstream, ports, copyCertificate(folder, 'good')))
  await start(NGINX, ['-p', folder.path, '-c', config, '-e', 'stderr'], mutual)
  return ports
}
