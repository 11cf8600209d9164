package survey

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// UnknownVersion refuses a version that a survey does not have.
var UnknownVersion = civic.NewCode("UNKNOWN_VERSION", "该问卷没有第 %v 版。", "The survey has no version %v.")

// CheckNewSurvey holds a new survey against all its rules and gives its questions, or everything that is wrong with it.
func CheckNewSurvey(in CreateSurveyInput) ([]Question, error) {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	questions, err := CheckQuestions(in.Questions)
	problems.Join(err)
	return questions, problems.Err()
}

// CheckSurveyRevision holds new questions against all their rules and gives them, or everything that is wrong.
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

// Versions names every version, the oldest first.
func (s Survey) Versions() []SurveyVersion {
	all := make([]SurveyVersion, s.Version)
	for i := range all {
		all[i] = SurveyVersion{s.Key, i + 1}
	}
	return all
}

// At names the wanted version, the newest where none is wanted; UNKNOWN_VERSION where the survey does not have it.
func (s Survey) At(wanted *int) (SurveyVersion, error) {
	switch {
	case wanted == nil:
		return SurveyVersion{s.Key, s.Version}, nil
	case *wanted < 1 || *wanted > s.Version:
		return SurveyVersion{}, civic.Refuse(UnknownVersion, "version", *wanted)
	}
	return SurveyVersion{s.Key, *wanted}, nil
}

// AnswersTo lists the accepted answers in the order of the version's questions.
func (r SurveyResponse) AnswersTo(questions []Question) []Answer {
	answers := []Answer{}
	for _, q := range questions {
		if answer, given := r.Given[q.Key]; given {
			answer.Question = q.Key
			answers = append(answers, answer)
		}
	}
	return answers
}

// QuestionAt finds a question by its key; UNKNOWN_QUESTION at the field where there is none.
func QuestionAt(questions []Question, key, field string) (Question, error) {
	for _, q := range questions {
		if q.Key == key {
			return q, nil
		}
	}
	return Question{}, civic.Refuse(UnknownQuestion, field, key)
}

// ShowResults decides whether the public may read results now: once the period has ended or, where the department chose
// so, while it lasts; never of a consultation that was withdrawn.
func (v ResultsVisibility) ShowResults(status consult.ConsultationStatus) bool {
	return status.Over() || v == Live && status == consult.StatusOpen
}
