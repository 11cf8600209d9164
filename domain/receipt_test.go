package domain_test

import (
	"testing"
	"time"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

func TestAcceptedContents(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 3, 1, 17, 30, 0, 0, time.FixedZone("", 8*3600))
	later := created.Add(time.Hour)
	clause, number := civic.NewKey(), 2.5
	c := consult.Comment{ConsultationKey: civic.NewKey(), Key: civic.NewKey(), Author: civic.NewKey(), Stance: consult.Oppose, Body: "a <b>\n“好”", CreatedAt: created, Revision: 1}
	edited := c
	edited.ClauseKey, edited.EditedAt, edited.Revision = &clause, &later, 2
	gone := edited
	gone.WithdrawnAt, gone.Revision = &later, 3
	r := survey.SurveyResponse{ConsultationKey: c.ConsultationKey, Key: civic.NewKey(), SurveyKey: civic.NewKey(), Version: 4, CreatedAt: created, Revision: 1,
		Given: survey.Answers{"b": {Number: &number}, "a": {Choices: []string{"x"}}}}
	at := `"consultation":"` + civic.IDOf(civic.ConsultationKind, c.ConsultationKey).String() + `","id":"`
	for want, got := range map[string]string{
		`{"act":"SUBMIT",` + at + c.ID().String() + `","revision":1,"stance":"OPPOSE","body":"a <b>\n“好”"}`:                                                                                                               c.Accepted(c.Act()),
		`{"act":"CHANGE",` + at + c.ID().String() + `","revision":2,"submittedAt":"2026-03-01T09:30:00Z","clause":"` + civic.IDOf(legaltext.ClauseIDKind, clause).String() + `","stance":"OPPOSE","body":"a <b>\n“好”"}`:   edited.Accepted(edited.Act()),
		`{"act":"WITHDRAW",` + at + c.ID().String() + `","revision":3,"submittedAt":"2026-03-01T09:30:00Z","clause":"` + civic.IDOf(legaltext.ClauseIDKind, clause).String() + `","stance":"OPPOSE","body":"a <b>\n“好”"}`: gone.Accepted(gone.Act()),
		`{"act":"SUBMIT",` + at + r.ID().String() + `","revision":1,"survey":"` + civic.IDOf(survey.SurveyKind, r.SurveyKey).String() + `","version":4,"answers":{"a":{"choices":["x"]},"b":{"number":2.5}}}`:             r.Accepted(r.Act()),
	} {
		if got != want {
			t.Errorf("accepted is\n%s, want\n%s", got, want)
		}
	}
}
