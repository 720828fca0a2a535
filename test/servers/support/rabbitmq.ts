import { freePorts } from './daemon.ts'
import { RABBITMQ } from './programs.ts'
import type { Stage } from './stage.ts'

const EPMD = 'epmd'

/**
 * Starts RabbitMQ with web-stomp, everything in the stage's folder, and its port mapper beside it: Erlang would start one
 * of its own that stays. Both are the stage's to end.
 *
 * @returns the port of web-stomp
 */
export async function startRabbitmq({ folder, start }: Stage): Promise<number> {
  const [stomp = 0, amqp = 0, websocket = 0, distribution = 0, mapper = 0] = await freePorts(5)
  const within = (name: string): string => `${folder.path}/${name}`
  const config = folder.write(
    'rabbitmq.conf',
    `listeners.tcp.1 = 127.0.0.1:${amqp}
stomp.listeners.tcp.1 = 127.0.0.1:${stomp}
web_stomp.tcp.ip = 127.0.0.1
web_stomp.tcp.port = ${websocket}
`,
  )
  const environment = {
    RABBITMQ_NODENAME: `sockscope-${distribution}@localhost`,
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_ENABLED_PLUGINS_FILE: folder.write('enabled_plugins', '[rabbitmq_web_stomp].\n'),
    RABBITMQ_MNESIA_BASE: within('mnesia'),
    RABBITMQ_LOG_BASE: within('log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: within('rabbitmq.pid'),
    RABBITMQ_GENERATED_CONFIG_DIR: within('generated'),
    RABBITMQ_FEATURE_FLAGS_FILE: within('feature_flags'),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    ERL_EPMD_PORT: String(mapper),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  }
  await start(EPMD, [], mapper, environment)
  await start(RABBITMQ, [], websocket, environment)
  return websocket
}
