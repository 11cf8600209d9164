package survey

import (
	"strings"

	"minyi/domain/civic"
	"minyi/domain/consult"
)

// RedactAnswers is a right; the enum Action in the schema describes it.
var RedactAnswers = civic.NewAction("REDACT_ANSWERS", civic.Editor, civic.Analyst)

// OtherSurvey refuses a response to another survey.
var OtherSurvey = civic.NewCode("OTHER_SURVEY", "所指答卷属于另一份问卷。", "This response belongs to another survey.")

// RedactAnswersInput names words that staff take out of the answers to one question.
type RedactAnswersInput struct {
	SurveyID          civic.ID   `validate:"id=S"`
	Question          string     `validate:"max=32"`
	SurveyResponseIDs []civic.ID `validate:"max=1000,unique,dive,id=R"`        // nil means all
	Words             []string   `validate:"max=100,dive,words=5000" json:"-"` // the audit log must not keep them; nil means the whole text
	Reason            consult.ModerationReason
	Note              *string `validate:"omitempty,words=1000"`
}

// Check validates the input by its rules and returns all problems at once.
func (in RedactAnswersInput) Check() error {
	var problems civic.Problems
	problems.Join(civic.Check(in))
	if in.Reason == consult.ReasonOther && in.Note == nil {
		problems.Add(civic.ReasonRequired, "note")
	}
	return problems.Err()
}

// AnswerRedaction tells what a redaction did.
type AnswerRedaction struct {
	Answers int // the number of answers that words were taken out of
}

// HoldsWords refuses a question whose answers hold no words, as ANSWER_MISFIT.
func (q Question) HoldsWords() error {
	if q.Kind == Text || q.AllowOther {
		return nil
	}
	return civic.Refuse(AnswerMisfit, "question", civic.Expected(q.Kind), q.titleFact())
}

// blackBar stands for words that were taken out. Its length tells nothing of theirs.
const blackBar = "█████"

// Redact takes words out of the answer to a question, or its whole text. It tells whether there were any.
func (a Answers) Redact(question string, words []string) (redacted Answers, differs bool) {
	answer, given := a[question]
	if !given {
		return a, false
	}
	for _, text := range []**string{&answer.Text, &answer.Other} {
		if *text == nil || **text == "" {
			continue
		}
		if said := withoutWords(**text, words); said != **text {
			*text, answer.Redacted, differs = &said, true, true
		}
	}
	redacted = make(Answers, len(a))
	for key, other := range a {
		redacted[key] = other
	}
	redacted[question] = answer
	return redacted, differs
}

func withoutWords(text string, words []string) string {
	if len(words) == 0 {
		return blackBar
	}
	for _, word := range words {
		text = strings.ReplaceAll(text, word, blackBar)
	}
	return text
}
