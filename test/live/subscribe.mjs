// Subscribes to the comments of a consultation with the reference clients of both protocols and prints each event as one
// line of JSON: {"by": "ws" or "sse", "event": …}, {"by", "ready"} once the server holds the subscription, {"by", "error"} for a refusal.
// Usage: node subscribe.mjs ADDRESS QUERY VARIABLES [TOKEN]
import { createClient as createWS } from 'graphql-ws'
import { createClient as createSSE } from 'graphql-sse'
import { WebSocket } from 'ws'

const [address, query, variables, token] = process.argv.slice(2)
const say = (line) => console.log(JSON.stringify(line))
const operation = { query, variables: JSON.parse(variables) }

const clients = {
  ws: createWS({
    url: address.replace(/^http/, 'ws') + '/graphql',
    webSocketImpl: WebSocket,
    connectionParams: token ? { Authorization: 'Bearer ' + token } : undefined,
    retryAttempts: 50, retryWait: () => new Promise((done) => setTimeout(done, 100)),
    on: { connected: () => say({ by: 'ws', ready: true }), closed: (e) => say({ by: 'ws', closed: e.code }) },
  }),
  sse: createSSE({
    url: address + '/graphql',
    headers: token ? { Authorization: 'Bearer ' + token } : {},
    retryAttempts: 50, retry: () => new Promise((done) => setTimeout(done, 100)),
    on: { connected: () => say({ by: 'sse', ready: true }) },
  }),
}
for (const [by, client] of Object.entries(clients)) {
  client.subscribe(operation, {
    next: (event) => say({ by, event }),
    error: (error) => say({ by, error: String(error.reason ?? error.message ?? error) }),
    complete: () => say({ by, complete: true }),
  })
}
