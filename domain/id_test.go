package domain_test

import (
	"testing"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

func TestIDsComeBack(t *testing.T) {
	t.Parallel()
	for _, kind := range civic.Kinds() {
		id := civic.IDOf(kind, civic.NewKey())
		if kind.Within() {
			id = civic.IDWithin(kind, civic.NewKey(), civic.NewKey())
		}
		back, err := civic.ParseID(id.String())
		if err != nil || back != id {
			t.Errorf("%v came back as %v, %v", id, back, err)
		}
	}
}

func TestIDsOfOtherKindsAreRefused(t *testing.T) {
	t.Parallel()
	in := consult.SubmitCommentInput{ConsultationID: civic.IDOf(policy.DraftKind, civic.NewKey()), ClauseID: &civic.ID{}, Body: "x"}
	problems, _ := civic.Check(in).(civic.Problems)
	if len(problems) != 2 || problems[0].Field != "consultationId" || problems[1].Field != "clauseId" || problems[0].Code != civic.BadID || problems[1].Code != civic.BadID {
		t.Errorf("got %v", problems)
	}
}

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"", "x", civic.IDOf(policy.DraftKind, uuid.UUID{1}).String(), civic.IDWithin(consult.CommentKind, uuid.UUID{2}, uuid.UUID{3}).String(), "TQ==", "中文", "____"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := civic.ParseID(text)
		if err != nil && id != (civic.ID{}) {
			t.Errorf("%q is refused and yet gives %v", text, id)
		}
		if err == nil && id.String() != text {
			t.Errorf("%q is read as %q", text, id)
		}
	})
}
