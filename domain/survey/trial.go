package survey

import "minyi/domain/civic"

// TrySurveyResponseInput is a form that staff fill in for trial.
type TrySurveyResponseInput struct {
	SurveyID civic.ID      `validate:"id=S"`
	Version  *int          `validate:"-"`
	Answers  []AnswerInput `validate:"-"` // CheckAnswers checks them
}

// SurveyTrial is what a resident would get for a form.
type SurveyTrial struct {
	Shown   []string // the keys of the questions that are shown, in order
	Answers []AnyAnswer
}

// Try checks a form as that of a resident is checked. It returns what would be kept, or all problems at once.
func Try(questions []Question, in []AnswerInput) (*SurveyTrial, error) {
	answers, err := CheckAnswers(questions, in)
	if err != nil {
		return nil, err
	}
	return &SurveyTrial{Shown: Asked(questions, answers), Answers: SurveyResponse{Given: answers}.AnswersTo(questions)}, nil
}

// WithdrawSurveyResponseInput names the survey whose response the person takes back.
type WithdrawSurveyResponseInput struct {
	SurveyID civic.ID `validate:"id=S"`
}
