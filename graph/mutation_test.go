package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

// Each field of a mutation tells what is true after it, though one before it has told the same thing of the same object.
func TestAFieldOfAMutationSeesThoseBeforeIt(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	got := city.Resident("wang").Must(`mutation ($comment: ID!) {
		joined: endorseComment(input: {commentId: $comment}) { comment { endorsementCount viewerHasEndorsed } }
		left: withdrawEndorsement(input: {commentId: $comment}) { comment { endorsementCount viewerHasEndorsed } }
		again: endorseComment(input: {commentId: $comment}) { comment { endorsementCount viewerHasEndorsed } } }`, "comment", said)
	for field, want := range map[string]string{
		"joined": `{"endorsementCount":1,"viewerHasEndorsed":true}`,
		"left":   `{"endorsementCount":0,"viewerHasEndorsed":false}`,
		"again":  `{"endorsementCount":1,"viewerHasEndorsed":true}`,
	} {
		if comment := got.Get(field + ".comment").Raw; comment != want {
			t.Errorf("%s tells %s, want %s", field, comment, want)
		}
	}
}
