import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** When, on what and beside how much other work a part was run: it belongs to every figure. */
export function describeRun(isFull: boolean): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  const cores = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  const machine = `${cores.length} × ${cores[0]?.model ?? 'unknown processor'}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`
  const length = isFull ? 'Full run' : 'Quick run'
  const [minute = 0] = loadavg()
  return `${length} at ${commit}, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; ${machine}; load average before it ${minute.toFixed(1)}.`
}
