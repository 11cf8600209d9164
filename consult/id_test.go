package consult

import (
	"testing"

	"github.com/google/uuid"
)

func TestIDsComeBack(t *testing.T) {
	t.Parallel()
	for kind, within := range allKinds {
		id := IDOf(kind, NewKey())
		if within {
			id = IDWithin(kind, NewKey(), NewKey())
		}
		back, err := ParseID(id.String())
		if err != nil || back != id {
			t.Errorf("%v came back as %v, %v", id, back, err)
		}
	}
}

func TestIDsOfOtherKindsAreRefused(t *testing.T) {
	t.Parallel()
	in := SubmitCommentInput{ConsultationID: IDOf(DraftKind, NewKey()), ClauseID: &ID{}, Body: "x"}
	problems, _ := Check(in).(Problems)
	if len(problems) != 2 || problems[0].Field != "consultationId" || problems[1].Field != "clauseId" || problems[0].Code != BadID || problems[1].Code != BadID {
		t.Errorf("got %v", problems)
	}
}

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"", "x", IDOf(DraftKind, uuid.UUID{1}).String(), IDWithin(CommentKind, uuid.UUID{2}, uuid.UUID{3}).String(), "TQ==", "中文", "____"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if err != nil && id != (ID{}) {
			t.Errorf("%q is refused and yet gives %v", text, id)
		}
		if err == nil && id.String() != text {
			t.Errorf("%q is read as %q", text, id)
		}
	})
}
