package inform

import (
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ConcernSourceInput is where a concern was noticed.
type ConcernSourceInput struct {
	Name string  `validate:"words=200"`
	URL  *string `validate:"omitempty,http_url,words=2000"`
}

// RecordConcernInput is a concern that somebody noticed.
type RecordConcernInput struct {
	DepartmentID   *civic.ID `validate:"omitempty,id=D"`
	Kind           ConcernKind
	Severity       ConcernSeverity
	Summary        string `validate:"words=500"`
	SensedAt       time.Time
	Sources        []ConcernSourceInput `validate:"max=20,dive"`
	IdempotencyKey *string              `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in RecordConcernInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	refusePersonal(&problems, "summary", in.Summary)
	for i, s := range in.Sources {
		refusePersonal(&problems, civic.Indexed("sources", i)+".name", s.Name)
		if s.URL != nil {
			refusePersonal(&problems, civic.Indexed("sources", i)+".url", *s.URL)
		}
	}
	return problems.Err()
}

// From returns the sources of the input.
func (in RecordConcernInput) From() ConcernSources {
	sources := ConcernSources{}
	for _, s := range in.Sources {
		sources = append(sources, ConcernSource(s))
	}
	return sources
}

// AssignConcernInput says which department must answer.
type AssignConcernInput struct {
	ConcernID    civic.ID `validate:"id=p"`
	DepartmentID civic.ID `validate:"id=D"`
}

// MergeConcernsInput names concerns that are the same as another one.
type MergeConcernsInput struct {
	ConcernIDs []civic.ID `validate:"min=1,max=100,unique,dive,id=p"`
	IntoID     civic.ID   `validate:"id=p"`
}

// CloseConcernInput ends a concern.
type CloseConcernInput struct {
	ConcernID civic.ID `validate:"id=p"`
	Reason    string   `validate:"words=1000"`
}

// ConcernAnswerInput is what an answer says, and to which concerns.
type ConcernAnswerInput struct {
	ConcernIDs []civic.ID                 `validate:"min=1,max=100,unique,dive,id=p"`
	Title      []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=200"`
	Body       []civic.LocalizedTextInput `validate:"required,min=1,max=10,unique=Locale,texts=20000"`
}

// Words returns the words of the input.
func (in ConcernAnswerInput) Words() ConcernResponseWords {
	w := ConcernResponseWords{Titles: civic.Localize(in.Title), Bodies: civic.Localize(in.Body), Concerns: []uuid.UUID{}}
	for _, id := range in.ConcernIDs {
		w.Concerns = append(w.Concerns, id.Key)
	}
	return w
}

// AnswerConcernInput is a new answer.
type AnswerConcernInput struct {
	Answer         ConcernAnswerInput
	IdempotencyKey *string `validate:"omitempty,idempotency"`
}

// ReviseConcernResponseInput is what an answer says from now on.
type ReviseConcernResponseInput struct {
	ContentID civic.ID `validate:"id=q"`
	Answer    ConcernAnswerInput
}
