package survey

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// UnknownVersion refuses a version that the survey does not have.
var UnknownVersion = civic.NewRequestCode("UNKNOWN_VERSION", "该问卷没有第 {found} 版。", "The survey has no version {found}.")

// CheckNewSurvey checks a new survey against all its rules. It returns the questions, or all problems at once.
func CheckNewSurvey(in CreateSurveyInput) ([]Question, error) {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	questions, err := CheckQuestions(in.Questions)
	problems.Join(err)
	return questions, problems.Err()
}

// CheckSurveyRevision checks new questions of a survey against all their rules. It returns the questions, or all problems at once.
func CheckSurveyRevision(in ReviseSurveyInput) ([]Question, error) {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	questions, err := CheckQuestions(in.Questions)
	problems.Join(err)
	return questions, problems.Err()
}

// SurveyVersion names one version of a survey's questions.
type SurveyVersion struct {
	Survey  uuid.UUID `db:"survey_id"`
	Version int       `db:"version"`
}

// Versions lists all versions of the survey, the oldest first.
func (s Survey) Versions() []SurveyVersion {
	all := make([]SurveyVersion, s.Version)
	for i := range all {
		all[i] = SurveyVersion{s.Key, i + 1}
	}
	return all
}

// At is the wanted version, or the newest if wanted is nil. It refuses a version that the survey does not have as UNKNOWN_VERSION.
func (s Survey) At(wanted *int) (SurveyVersion, error) {
	switch {
	case wanted == nil:
		return SurveyVersion{s.Key, s.Version}, nil
	case *wanted < 1 || *wanted > s.Version:
		return SurveyVersion{}, civic.Refuse(UnknownVersion, "version", civic.Found(strconv.Itoa(*wanted)))
	}
	return SurveyVersion{s.Key, *wanted}, nil
}

// SameContent tells whether an answer to one question is an answer to the other: they have the same key, kind, words and bounds. Where and to
// whom a question is shown may differ.
func (q Question) SameContent(other Question) bool {
	for _, each := range []*Question{&q, &other} {
		each.Page, each.Required, each.ShowIf, each.Mode, each.Sections = 0, false, nil, "", nil
	}
	return reflect.DeepEqual(q, other)
}

// CheckFilledIn refuses a form of an older version as CONTENT_CHANGED if a question with the same key has another content in the newest
// version. Otherwise the form is checked as one of the newest version.
func CheckFilledIn(filledIn, newest []Question) error {
	for _, q := range filledIn {
		at := slices.IndexFunc(newest, func(n Question) bool { return n.Key == q.Key })
		if at >= 0 && !q.SameContent(newest[at]) {
			return civic.Refuse(policy.ContentChanged, "version")
		}
	}
	return nil
}

// AnswersTo lists the accepted answers in the order of the questions, as the types of their kinds.
func (r SurveyResponse) AnswersTo(questions []Question) []AnyAnswer {
	answers := []AnyAnswer{}
	for i := range questions {
		if answer, given := r.Given[questions[i].Key]; given {
			answers = append(answers, answerTo{answer, &questions[i]}.byKind())
		}
	}
	return answers
}

// QuestionAt finds a question by its key. If there is none, it refuses the field as UNKNOWN_QUESTION.
func QuestionAt(questions []Question, key, field string) (Question, error) {
	for _, q := range questions {
		if q.Key == key {
			return q, nil
		}
	}
	return Question{}, civic.Refuse(UnknownQuestion, field, civic.Found(key))
}

// ShowResults tells whether the public may read results now: after the comment period and, if the department chose Live, during it.
// The results of a withdrawn consultation are never public.
func (v ResultsVisibility) ShowResults(status consult.ConsultationStatus) bool {
	return status.Over() || v == Live && status == consult.StatusOpen
}
