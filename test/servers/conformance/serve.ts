/**
 * `node test/servers/conformance/serve.ts [PORT]`: the strict server by itself, for any client that sends every message back. Prints
 * its address, and for each `/updateReports?agent=NAME` that agent's failures and a summary. Ctrl+C stops it.
 */
import { ALL_CASES } from './all-cases.ts'
import { startConformanceServer } from './conformance-server.ts'

const { url } = await startConformanceServer(ALL_CASES, {
  port: Number(process.argv[2] ?? 0),
  onReport: (agent, judged) => {
    const bad = judged.filter(({ behavior }) => behavior !== 'OK')
    for (const { id, about, behavior, why } of bad) console.log(`${behavior.padEnd(6)}  ${id}  ${about}: ${why}`)
    console.log(`${agent}: ${judged.length - bad.length} of ${judged.length} cases OK`)
  },
})
console.log(url)
