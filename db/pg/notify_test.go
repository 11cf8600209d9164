package pg

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// TestPayloads writes ids and reads them again: none is lost, and PostgreSQL takes each payload.
func TestPayloads(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 167, 168, 169, 500, mostNamed} {
		var ids, read []civic.ID
		for range n {
			ids = append(ids, civic.IDWithin(consult.CommentKind, civic.NewKey(), civic.NewKey()))
		}
		for _, payload := range payloads(ids) {
			if len(payload) >= 8000 || payload == "" {
				t.Errorf("%d ids make a payload of %d bytes", n, len(payload))
			}
			read = append(read, idsOf(payload)...)
		}
		if !slices.Equal(read, ids) {
			t.Errorf("of %d ids %d are read", n, len(read))
		}
	}
	if got := payloads(make([]civic.ID, mostNamed+1)); !slices.Equal(got, []string{everything}) {
		t.Errorf("too many make %d payloads", len(got))
	}
	for _, payload := range []string{everything, "", "garbage", civic.IDOf(survey.SurveyKind, civic.NewKey()).String() + " x"} {
		if got := idsOf(payload); got != nil {
			t.Errorf("%q is read as %v and not as everything", payload, got)
		}
	}
}
