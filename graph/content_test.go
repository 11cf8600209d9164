package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/policy"
	"minyi/graph/graphtest"
)

const (
	submitContent = `mutation ($input: SubmitContentForReviewInput!) { submitContentForReview(input: $input) { content { id state contentHash } userErrors { code field message } } }`
	reviewContent = `mutation ($input: RecordContentReviewInput!) { recordContentReview(input: $input) { content { id state missingForApproval reviews { stage decision valid hash } } userErrors { code field message } } }`
	releaseIt     = `mutation ($input: ReleaseContentInput!) { releaseContent(input: $input) { content { id state publishedAt version } userErrors { code field message } } }`
	readContent   = `query ($id: ID!) { node(id: $id) { ... on ReviewedContent { id state contentHash version publishedAt reviews { stage decision valid } missingForApproval } } }`
)

// contentHash is the hash of a content as its editor reads it.
func contentHash(city *graphtest.City, id string) string {
	return city.Editor().Must(readContent, "id", id).Get("node.contentHash").String()
}

// contentStep is one step of a content's review that passes all gates. Pairs of name and value change it.
func contentStep(city *graphtest.City, id, stage string, more ...any) map[string]any {
	verdicts := []any{}
	for _, gate := range policy.ReviewGates {
		verdicts = append(verdicts, map[string]any{"gate": gate, "passed": true})
	}
	return with(map[string]any{"contentId": id, "stage": stage, "decision": "APPROVE", "verdicts": verdicts, "contentHash": contentHash(city, id)}, more...)
}

// approveContent passes a content through its review by three people.
func approveContent(city *graphtest.City, id string) {
	city.Editor().Must(submitContent, "input", map[string]any{"contentId": id})
	city.Editor().Must(reviewContent, "input", contentStep(city, id, "EDIT"))
	city.Reviewer().Must(reviewContent, "input", contentStep(city, id, "REVIEW"))
	city.Publisher().Must(reviewContent, "input", contentStep(city, id, "PUBLISH"))
}

// release passes a content through its review and releases it.
func release(city *graphtest.City, id string) {
	approveContent(city, id)
	city.Publisher().Must(releaseIt, "input", map[string]any{"contentId": id, "contentHash": contentHash(city, id)})
}

// written is a fresh interpretation in a state of the review.
func (m *matrix) written(state string) string {
	m.Helper()
	id := m.city.Editor().Must(createInterpretation, "input", interpretationOf(m.asked.Record)).Get("createInterpretation.interpretation.id").String()
	parsed, err := civic.ParseID(id)
	if err != nil {
		m.Fatal(err)
	}
	m.city.SQL.MustExec(`UPDATE contents SET state = $2 WHERE id = $1`, parsed.Key, state)
	return id
}

var (
	_ = inMatrix("submitContentForReview", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"contentId": m.written("DRAFT")}
	})
	_ = inMatrix("recordContentReview", func(m *matrix, who *graphtest.Client) map[string]any {
		stage, state := "EDIT", "SUBMITTED"
		switch {
		case holds(who, civic.Reviewer):
			stage, state = "REVIEW", "EDITED"
		case holds(who, civic.Publisher):
			stage, state = "PUBLISH", "REVIEWED"
		}
		return contentStep(m.city, m.written(state), stage)
	})
	_ = inMatrix("releaseContent", func(m *matrix, _ *graphtest.Client) map[string]any {
		id := m.written("APPROVED")
		return map[string]any{"contentId": id, "contentHash": contentHash(m.city, id)}
	})
)

// TestContentsPassThreePeopleAndFiveGates walks an interpretation through the review that drafts pass too.
func TestContentsPassThreePeopleAndFiveGates(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	id := city.Editor().Must(createInterpretation, "input", interpretationOf(asked.Record)).Get("createInterpretation.interpretation.id").String()
	named := map[string]any{"contentId": id}
	refused := func(what string, who *graphtest.Client, query string, input map[string]any, want ...string) {
		t.Helper()
		if got := graphtest.Problems(who.Ask(query, "input", input)); !slices.Equal(got, want) {
			t.Errorf("%s is refused as %v, want %v", what, got, want)
		}
	}
	refused("a release without a review", city.Publisher(), releaseIt, with(named, "contentHash", contentHash(city, id)), "NOT_APPROVED contentId")
	refused("a draft of a policy", city.Editor(), submitContent, map[string]any{"contentId": asked.Draft}, "BAD_ID contentId")
	city.Editor().Must(submitContent, "input", named)
	refused("a second submission", city.Editor(), submitContent, named, "WRONG_CONTENT_STATE contentId")
	refused("another content", city.Editor(), reviewContent, contentStep(city, id, "EDIT", "contentHash", "old"), "CONTENT_CHANGED contentHash")
	city.Editor().Must(reviewContent, "input", contentStep(city, id, "EDIT"))

	other := city.Staff("editor's second account", graphtest.Housing, civic.Reviewer)
	editor := city.Staff("editor", graphtest.Housing, civic.Editor, civic.Reviewer)
	refused("the same account", editor, reviewContent, contentStep(city, id, "REVIEW"), "SAME_PERSON stage")
	city.SQL.MustExec(`UPDATE editorial_reviews SET person = 'one person'`)
	other.Actor.Person = "one person"
	refused("two accounts of one person", other, reviewContent, contentStep(city, id, "REVIEW"), "SAME_PERSON stage")
	city.Reviewer().Must(reviewContent, "input", contentStep(city, id, "REVIEW", "verdicts", []any{}))
	city.Publisher().Must(reviewContent, "input", contentStep(city, id, "PUBLISH"))
	if city.Anyone().Must(readContent, "id", id).Get("node").Raw != "null" {
		t.Error("the public finds what is not released")
	}
	refused("an old reading", city.Publisher(), releaseIt, with(named, "contentHash", "old"), "CONTENT_CHANGED contentHash")

	city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": id, "interpretation": interpretation("title", zh("改过的解读"))})
	read := city.Editor().Must(readContent, "id", id).Get("node")
	if read.Get("state").String() != "DRAFT" || read.Get("reviews.0.valid").Bool() || len(read.Get("missingForApproval").Array()) != 5 {
		t.Errorf("after a change the content is %s", read.Raw)
	}
	release(city, id)
	if got := city.Anyone().Ask(readContent, "id", id); got.Get("data.node.state").String() != "PUBLISHED" || got.Get("data.node.reviews").Raw != "null" {
		t.Errorf("the public reads %s", got.Raw)
	}
}
