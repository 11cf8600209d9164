import { graphql } from 'relay-runtime'

graphql`query minyiReadQuery($id: ID!) {
  consultation(id: $id) { id title commentTally { total } draft { clauses(kinds: [ARTICLE]) { nodes { id label } } } }
}`
graphql`mutation minyiSayMutation($input: SubmitCommentInput!) {
  submitComment(input: $input) { comment { id body clause { id } } userErrors { code field } }
}`
graphql`subscription minyiFollowSubscription($id: ID!) {
  consultationChanged(consultationId: $id) {
    id status
    commentTally { total byClause { count clause { id } } }
    draft { clauses { nodes { id } } }
  }
}`
