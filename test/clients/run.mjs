// Lets each client read from one server, follow there, and write through another one, and prints a line for each.
// Usage: node run.mjs READ-ADDRESS WRITE-ADDRESS TOKEN CONSULTATION
import assert from 'node:assert/strict'
import { clients } from './clients.mjs'

const [at, through, token, id] = process.argv.slice(2)
const patience = 20_000

// When urql ends a subscription, it aborts its fetch and nobody hears of it.
process.on('unhandledRejection', (error) => { if (error.name !== 'AbortError') throw error })

// event waits for the first event for which a condition holds.
function event(client, holds, begun) {
  return new Promise((done, failed) => {
    const late = setTimeout(() => finish(failed, new Error('no such event comes')), patience)
    let stop = () => {}
    const finish = (how, what) => { clearTimeout(late); stop(); how(what) }
    stop = client.follow(client.docs.follow, { id }, (data) => {
      begun?.()
      if (holds(data.consultationChanged)) finish(done, data.consultationChanged)
    }, (error) => finish(failed, error))
  })
}

async function story(reader, writer) {
  const { consultation } = await reader.ask(reader.docs.read, { id })
  const clause = consultation.draft.clauses.nodes[0].id
  const before = consultation.commentTally.total

  let begin
  const begun = new Promise((done) => { begin = done })
  const heard = event(reader, (now) => now.commentTally.total > before, begin)
  heard.catch(() => begin())
  await begun // the server holds the subscription
  const said = await writer.ask(writer.docs.say, { input: { consultationId: id, clauseId: clause, stance: 'SUPPORT', body: 'By ' + writer.name } })
  assert.deepEqual(said.submitComment.userErrors, [])
  assert.equal(said.submitComment.comment.clause.id, clause)
  const now = await heard
  assert.equal(now.id, id)
  assert.ok(now.commentTally.byClause.some((one) => one.clause.id === clause && one.count > 0), 'the tally by clause')
  assert.ok(now.draft.clauses.nodes.some((one) => one.id === clause), 'the clauses of the draft')

  const refused = await writer.ask(writer.docs.say, { input: { consultationId: id, stance: 'SUPPORT', body: '' } })
  assert.deepEqual(refused.submitComment.userErrors.map((one) => one.code), ['EMPTY'])
}

let failures = 0
const writers = clients(through, token)
for (const [i, reader] of clients(at, token).entries()) {
  try {
    await story(reader, writers[i])
    console.log('ok', reader.name)
  } catch (error) {
    failures++
    console.log('FAILED', reader.name, error)
  }
  await reader.end?.()
  await writers[i].end?.()
}
process.exit(failures)
