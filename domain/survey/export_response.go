package survey

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ResponseFields are the columns of exported survey responses. Each question of each version has one or more columns; those of the
// newest version come first. A cell is empty if the response's version does not have the question or the person did not answer it.
func ResponseFields(versions map[int][]Question, timezone string) []civic.ExportField[SurveyResponse] {
	zone := civic.TimeZone(timezone)
	fields := []civic.ExportField[SurveyResponse]{
		civic.NewExportField("id", func(r SurveyResponse) civic.Cell { return civic.Whole(r.ID().String()) }),
		civic.NewExportField("version", func(r SurveyResponse) civic.Cell { return civic.Whole(r.Version) }),
		civic.NewExportField("createdAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(&r.CreatedAt, zone) }),
		civic.NewExportField("revisedAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(r.RevisedAt, zone) }),
	}
	parts := map[string]map[int]answerColumn{} // by the column's key and the version
	for _, version := range slices.Backward(slices.Sorted(maps.Keys(versions))) {
		for _, q := range versions[version] {
			for _, p := range q.exportColumns() {
				if parts[p.Key] == nil {
					parts[p.Key] = map[int]answerColumn{}
					fields = append(fields, civic.ExportField[SurveyResponse]{Column: p.Column, Read: columnReader(q.Key, parts[p.Key])})
				}
				parts[p.Key][version] = p
			}
		}
	}
	return fields
}

// answerColumn is a column of a question and the function that reads its cell from an answer.
type answerColumn = civic.ExportField[Answer]

// columnReader reads the cell of a column from a response, with the function of the response's version.
func columnReader(question string, versions map[int]answerColumn) func(SurveyResponse) civic.Cell {
	return func(r SurveyResponse) civic.Cell {
		part, has := versions[r.Version]
		answer, given := r.Given[question]
		if !has || !given {
			return civic.Cell{}
		}
		return part.Read(answer)
	}
}

// exportColumns are the columns of a question: one, or one for each option or row if an answer has several values.
func (q Question) exportColumns() []answerColumn {
	switch q.Kind {
	case SingleChoice:
		return q.withOtherColumn([]answerColumn{q.column(func(a Answer) civic.Cell { return choiceCell(a.Choices, q.answerOptions()) })})
	case MultipleChoice:
		return q.withOtherColumn(q.columnForEach(q.answerOptions(), func(a Answer, option string) civic.Cell { return civic.Whole(slices.Contains(a.Choices, option)) }))
	case Matrix:
		return q.columnForEach(q.Rows, q.matrixCell)
	case Ranking:
		return q.columnForEach(q.Options, func(a Answer, option string) civic.Cell { return rankCell(slices.Index(a.Ranking, option)) })
	case Text:
		return []answerColumn{q.column(func(a Answer) civic.Cell { return civic.Maybe(a.Text) })}
	case Date:
		return []answerColumn{q.column(func(a Answer) civic.Cell { return civic.Maybe(a.Date) })}
	}
	return []answerColumn{q.column(func(a Answer) civic.Cell { return civic.Maybe(a.Number) })}
}

// column is the only column of a question.
func (q Question) column(read func(Answer) civic.Cell) answerColumn {
	return answerColumn{Column: civic.Column{Key: q.Key, Titles: []civic.Localized{q.Titles}}, Read: read}
}

// columnForEach is one column for each option or row.
func (q Question) columnForEach(options []Option, read func(a Answer, key string) civic.Cell) []answerColumn {
	parts := make([]answerColumn, len(options))
	for i, o := range options {
		parts[i] = answerColumn{Column: civic.Column{Key: q.Key + "." + o.Key, Titles: []civic.Localized{q.Titles, o.Titles}}, Read: func(a Answer) civic.Cell { return read(a, o.Key) }}
	}
	return parts
}

// withOtherColumn adds the column with the words for "other". Its key cannot be an option's key, because those have no dots.
func (q Question) withOtherColumn(parts []answerColumn) []answerColumn {
	if !q.AllowOther {
		return parts
	}
	titles := []civic.Localized{q.Titles, theOther.Titles, {civic.Chinese: "说明", civic.English: "in words"}}
	return append(parts, answerColumn{Column: civic.Column{Key: q.Key + "." + OtherOption + ".text", Titles: titles}, Read: func(a Answer) civic.Cell { return civic.Maybe(a.Other) }})
}

// matrixCell is a cell with the choice in one row of a matrix.
func (q Question) matrixCell(a Answer, row string) civic.Cell {
	at := slices.IndexFunc(a.Rows, func(m MatrixRowAnswer) bool { return m.Row == row })
	if at < 0 {
		return civic.Cell{}
	}
	return choiceCell([]string{a.Rows[at].Choice}, q.Options)
}

// choiceCell is a cell with the first choice. People read it in the words of its option.
func choiceCell(choices []string, options []Option) civic.Cell {
	if len(choices) == 0 {
		return civic.Cell{}
	}
	c := civic.Whole(choices[0])
	if at := slices.IndexFunc(options, func(o Option) bool { return o.Key == choices[0] }); at >= 0 {
		c.Words = options[at].Titles
	}
	return c
}

// rankCell is a cell with a rank counted from 1. It is empty if the index is negative.
func rankCell(index int) civic.Cell {
	if index < 0 {
		return civic.Cell{}
	}
	return civic.Whole(index + 1)
}

// Weight is the size of a response's free texts in bytes. Pages of an export are limited by it.
func (r SurveyResponse) Weight() (bytes int) {
	for _, a := range r.Given {
		for _, words := range []*string{a.Text, a.Other} {
			if words != nil {
				bytes += len(*words)
			}
		}
	}
	return bytes
}

// ExportResponsesInput asks for the responses to a survey, or for those after the response with the id After.
type ExportResponsesInput struct {
	SurveyID civic.ID `validate:"id=S"`
	After    *string
}

// Check checks the input against its rules.
func (in ExportResponsesInput) Check() error { return civic.Check(in) }

// AfterIn is the key of the response that After names. It refuses a response of another consultation as BAD_CURSOR.
func (in ExportResponsesInput) AfterIn(s Survey) (uuid.UUID, error) {
	return civic.RowKey(in.After, func(id civic.ID) bool {
		return id.Kind == SurveyResponseKind && s.ConsultationKey != nil && id.Consultation == *s.ConsultationKey
	})
}
