// The clients. Each is { name, ask, follow }: ask sends a query or a mutation to an address and returns its data; follow subscribes and
// calls back with the data of each event. docs are the texts, or for Relay what its compiler has made of them.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { Client as Urql, fetchExchange, subscriptionExchange } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { createHash } from 'node:crypto'
import { OperationTypeNode } from 'graphql'
import { createClient as createSSE } from 'graphql-sse'
import { createClient as createWS } from 'graphql-ws'
import relay from 'relay-runtime'
import { WebSocket } from 'ws'
import * as texts from './documents.mjs'
import relayFollow from './relay/__generated__/minyiFollowSubscription.graphql.js'
import relayRead from './relay/__generated__/minyiReadQuery.graphql.js'
import relaySay from './relay/__generated__/minyiSayMutation.graphql.js'

export function clients(address, token) {
  const url = address + '/graphql'
  const headers = { Authorization: 'Bearer ' + token }
  const ws = () => createWS({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: headers })
  const sse = () => createSSE({ url, headers })
  return [
    protocol('graphql-ws', ws()),
    protocol('graphql-sse', sse()),
    urql('urql', new Urql({ url, fetchOptions: { headers }, preferGetMethod: false, fetchSubscriptions: true, exchanges: [fetchExchange] })),
    urql('urql, persisted', new Urql({ url, fetchOptions: { headers }, preferGetMethod: false, exchanges: [
      persistedExchange({ preferGetForPersistedQueries: true, enableForMutation: true }),
      fetchExchange, subscriptionExchange({ forwardSubscription: overWS(ws()) }),
    ] })),
    apollo('Apollo Client', url, headers, ws(), []),
    apollo('Apollo Client, persisted', url, headers, ws(), [
      new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries: true }),
    ]),
    relayClient(url, headers, sse()),
  ]
}

// protocol is the client of a protocol of subscriptions, which takes queries and mutations too.
function protocol(name, client) {
  const start = (document, variables, sink) => client.subscribe({ query: document, variables }, sink)
  return {
    name, docs: texts,
    ask: (document, variables) => new Promise((done, failed) => {
      let got
      start(document, variables, { next: (value) => { got = value }, error: failed, complete: () => got?.data && !got.errors ? done(got.data) : failed(JSON.stringify(got)) })
    }),
    follow: (document, variables, next, failed) => start(document, variables, { next: (value) => value.errors ? failed(JSON.stringify(value)) : next(value.data), error: failed, complete: () => {} }),
    end: () => client.dispose(),
  }
}

const overWS = (client) => (request) => ({
  subscribe: (sink) => ({ unsubscribe: client.subscribe({ query: request.query || '', variables: request.variables }, sink) }),
})

function urql(name, client) {
  const data = (result) => { if (result.error) throw result.error; return result.data }
  return {
    name, docs: texts,
    ask: async (document, variables) => data(await (document.startsWith('mutation') ? client.mutation(document, variables) : client.query(document, variables)).toPromise()),
    follow(document, variables, next, failed) {
      const { unsubscribe } = client.subscription(document, variables).subscribe((result) => result.error ? failed(result.error) : next(result.data))
      return unsubscribe
    },
  }
}

function apollo(name, uri, headers, ws, before) {
  const http = ApolloLink.from([...before, new HttpLink({ uri, headers })])
  const link = ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, new GraphQLWsLink(ws), http)
  const client = new ApolloClient({ link, cache: new InMemoryCache(), clientAwareness: { name: 'minyi-clients', version: '1' } })
  return {
    name, docs: texts,
    ask: async (document, variables) => (await (document.startsWith('mutation')
      ? client.mutate({ mutation: gql(document), variables }) : client.query({ query: gql(document), variables, fetchPolicy: 'network-only' }))).data,
    follow(document, variables, next, failed) {
      const running = client.subscribe({ query: gql(document), variables })
        .subscribe({ next: (result) => result.error ? failed(result.error) : next(result.data), error: failed })
      return () => running.unsubscribe()
    },
    end: () => { client.stop(); ws.dispose() },
  }
}

// relayClient sends the ids of its documents alone, which the server was given at its start.
function relayClient(url, headers, sse) {
  const fetchFn = async (params, variables) => (await fetch(url, {
    method: 'POST', headers: { ...headers, 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
    body: JSON.stringify({ documentId: params.id, variables }),
  })).json()
  const subscribeFn = (params, variables) => relay.Observable.create((sink) => sse.subscribe({ documentId: params.id, variables }, sink))
  const environment = new relay.Environment({ network: relay.Network.create(fetchFn, subscribeFn), store: new relay.Store(new relay.RecordSource()) })
  return {
    name: 'Relay', docs: { read: relayRead, say: relaySay, follow: relayFollow },
    ask: (document, variables) => document.params.operationKind === 'query'
      ? relay.fetchQuery(environment, document, variables, { fetchPolicy: 'network-only' }).toPromise()
      : new Promise((done, failed) => relay.commitMutation(environment, { mutation: document, variables, onError: failed,
        onCompleted: (data, errors) => errors?.length ? failed(JSON.stringify(errors)) : done(data) })),
    follow(document, variables, next, failed) {
      const running = relay.requestSubscription(environment, { subscription: document, variables, onNext: next, onError: failed })
      return () => running.dispose()
    },
    end: () => sse.dispose(),
  }
}
