// Runs all audits of graphql-http against a server that runs already: node run.mjs http://localhost:8080/graphql
import { serverAudits } from 'graphql-http'

const url = process.argv[2]
if (!url) {
  console.error('usage: node run.mjs URL')
  process.exit(2)
}

const audits = serverAudits({ url })
const results = await Promise.all(audits.map((audit) => audit.fn()))
for (const { id, name, status, reason } of results) {
  if (status !== 'ok') console.log(`${status} ${id} ${name}: ${reason}`)
}
const passed = results.filter(({ status }) => status === 'ok').length
console.log(`${passed} of ${results.length} audits pass`)
process.exit(passed === results.length ? 0 : 1)
