package survey

import "minyi/domain/civic"

// Input returns the survey with these questions as createSurvey takes it. Whoever sends it gets a survey with the same texts and questions. The
// defaults of the questions are filled in.
func (s Survey) Input(questions []Question) CreateSurveyInput {
	in := CreateSurveyInput{DepartmentID: civic.IDOf(civic.DepartmentKind, s.DepartmentKey), Title: s.Titles.Inputs(), Introduction: s.Introductions.Inputs(),
		ResultsVisibility: s.ResultsVisibility, Questions: make([]QuestionInput, len(questions))}
	for i, q := range questions {
		in.Questions[i] = q.input()
	}
	return in
}

func (q Question) input() QuestionInput {
	in := QuestionInput{Key: q.Key, Kind: q.Kind, Title: q.Titles.Inputs(), Help: q.Helps.Inputs(), Section: q.Sections.Inputs(), Required: q.Required, Page: q.Page,
		Options: optionInputs(q.Options), Rows: optionInputs(q.Rows), AllowOther: q.AllowOther, NotApplicable: q.NotApplicable, Min: q.Min, Max: q.Max, Unit: q.Units.Inputs(),
		Decimals: q.Decimals, ShowIfMode: q.Mode}
	for _, c := range q.ShowIf {
		in.ShowIf = append(in.ShowIf, ShowIfInput(c))
	}
	return in
}

func optionInputs(options []Option) (in []OptionInput) {
	for _, o := range options {
		in = append(in, OptionInput{Key: o.Key, Title: o.Titles.Inputs(), Exclusive: o.Exclusive})
	}
	return in
}
