// What every client asks, as texts. Relay has the same in relay/minyi.js, which its compiler reads.
export const read = `query Read($id: ID!) {
  consultation(id: $id) { id title commentTally { total } draft { clauses(kinds: [ARTICLE]) { nodes { id label } } } }
}`
export const say = `mutation Say($input: SubmitCommentInput!) {
  submitComment(input: $input) { comment { id body clause { id } } userErrors { code field } }
}`
export const follow = `subscription Follow($id: ID!) {
  consultationChanged(consultationId: $id) {
    id status
    commentTally { total byClause { count clause { id } } }
    draft { clauses { nodes { id } } }
  }
}`
