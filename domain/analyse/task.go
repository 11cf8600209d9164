package analyse

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// CodingTask gives comments to staff, each of whom codes all of them. Nobody sees what the others chose until all have finished.
type CodingTask struct {
	ConsultationKey uuid.UUID `db:"consultation_id"`
	Key             uuid.UUID `db:"id"`
	Coders          []uuid.UUID
	Comments        []uuid.UUID
	CreatedAt       time.Time `db:"created_at"`
	Coded           []TaskCodes
}

// TaskCodes are the themes that one coder chose for one comment.
type TaskCodes struct {
	Comment uuid.UUID `json:"comment"`
	Coder   uuid.UUID `json:"coder"`
	Themes  []string  `json:"themes"`
}

// CodingTaskKind is the kind of tasks.
var CodingTaskKind = civic.NewKindWithin("Y")

// ID names the task.
func (t CodingTask) ID() civic.ID { return civic.IDWithin(CodingTaskKind, t.ConsultationKey, t.Key) }

// IsNode marks the type as a node of the API.
func (CodingTask) IsNode() {}

// Total is the number of comments.
func (t CodingTask) Total() int { return len(t.Comments) }

// Done lists how many comments each coder has coded, in the order in which they were named.
func (t CodingTask) Done() []int {
	done := make([]int, len(t.Coders))
	for _, c := range t.Coded {
		if at := slices.Index(t.Coders, c.Coder); at >= 0 {
			done[at]++
		}
	}
	return done
}

// CodedBy lists the comments that a coder has coded; nil for one to whom the task was not given.
func (t CodingTask) CodedBy(coder uuid.UUID) []civic.ID {
	if !slices.Contains(t.Coders, coder) {
		return nil
	}
	coded := []civic.ID{}
	for _, c := range t.Coded {
		if c.Coder == coder {
			coded = append(coded, civic.IDWithin(consult.CommentKind, t.ConsultationKey, c.Comment))
		}
	}
	return coded
}

// Finished reports whether all have coded everything.
func (t CodingTask) Finished() bool { return len(t.Coded) == len(t.Coders)*len(t.Comments) }

// ThemeAgreement is how much the coders of a task agree on one theme.
type ThemeAgreement struct {
	ThemeID  civic.ID
	Comments int
	Kappa    *float64
	Alpha    *float64
}

// Agreement measures the agreement on each theme that somebody chose; nil until all have finished. Kappa is of two coders only.
func (t CodingTask) Agreement() []ThemeAgreement {
	if !t.Finished() || len(t.Coders) < 2 {
		return nil
	}
	var themes []string
	for _, c := range t.Coded {
		themes = append(themes, c.Themes...)
	}
	slices.Sort(themes)
	measured := []ThemeAgreement{}
	for _, theme := range slices.Compact(themes) {
		measured = append(measured, t.agreementOn(theme))
	}
	return measured
}

// agreementOn measures the agreement on whether comments are about one theme.
func (t CodingTask) agreementOn(theme string) ThemeAgreement {
	coders, units := make([][]string, len(t.Coders)), make([][]string, len(t.Comments))
	for i := range coders {
		coders[i] = make([]string, len(t.Comments))
	}
	for _, c := range t.Coded {
		judged := "no"
		if slices.Contains(c.Themes, theme) {
			judged = "yes"
		}
		unit := slices.Index(t.Comments, c.Comment)
		coders[slices.Index(t.Coders, c.Coder)][unit] = judged
		units[unit] = append(units[unit], judged)
	}
	a := ThemeAgreement{ThemeID: civic.IDWithin(ThemeKind, t.ConsultationKey, uuid.MustParse(theme)), Comments: len(t.Comments)}
	if alpha, has := Alpha(units); has {
		a.Alpha = &alpha
	}
	if len(coders) == 2 {
		if kappa, has := Kappa(coders[0], coders[1]); has {
			a.Kappa = &kappa
		}
	}
	return a
}

// CreateCodingTaskInput gives comments to staff: those that are named, or a sample.
type CreateCodingTaskInput struct {
	ConsultationID civic.ID   `validate:"id=C"`
	AccountCodes   []civic.ID `validate:"min=1,max=10,unique,dive,id=A"`
	CommentIDs     []civic.ID `validate:"max=1000,unique,dive,id=M"`
	Sample         *int       `validate:"omitempty,min=1,max=1000"`
	IdempotencyKey *string    `validate:"omitempty,idempotency"`
}

// Check validates the input by its rules and returns all problems at once.
func (in CreateCodingTaskInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	if (len(in.CommentIDs) == 0) == (in.Sample == nil) {
		return civic.Refuse(civic.Invalid, "sample")
	}
	return CheckSame(in.ConsultationID.Key, "commentIds", in.CommentIDs...)
}

// RecordCodesInput are the themes that a coder chooses for a comment of a task.
type RecordCodesInput struct {
	CodingTaskID civic.ID   `validate:"id=Y"`
	CommentID    civic.ID   `validate:"id=M"`
	ThemeIDs     []civic.ID `validate:"max=20,unique,dive,id=H"`
}

// Check validates the input by its rules and returns all problems at once.
func (in RecordCodesInput) Check() error {
	if err := civic.Check(in); err != nil {
		return err
	}
	return CheckSame(in.CodingTaskID.Consultation, "themeIds", in.ThemeIDs...)
}
