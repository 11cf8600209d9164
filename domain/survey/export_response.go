package survey

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ResponseFields are the columns of exported survey responses: one or more for each question of any version, those of the newest
// version first. A question that a version does not have, and one that was not answered, is an empty cell.
func ResponseFields(versions map[int][]Question, timezone string) []civic.ExportField[SurveyResponse] {
	zone := civic.TimeZone(timezone)
	fields := []civic.ExportField[SurveyResponse]{
		civic.NewExportField("id", func(r SurveyResponse) civic.Cell { return civic.Whole(r.ID().String()) }),
		civic.NewExportField("version", func(r SurveyResponse) civic.Cell { return civic.Whole(r.Version) }),
		civic.NewExportField("createdAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(&r.CreatedAt, zone) }),
		civic.NewExportField("revisedAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(r.RevisedAt, zone) }),
	}
	parts := map[string]map[int]answerPart{} // by column and version
	for _, version := range slices.Backward(slices.Sorted(maps.Keys(versions))) {
		for _, q := range versions[version] {
			for _, p := range q.exportParts() {
				if parts[p.Key] == nil {
					parts[p.Key] = map[int]answerPart{}
					fields = append(fields, civic.ExportField[SurveyResponse]{Column: p.Column, Read: partReader(q.Key, parts[p.Key])})
				}
				parts[p.Key][version] = p
			}
		}
	}
	return fields
}

// answerPart is a column of a question and how it is read from an answer.
type answerPart = civic.ExportField[Answer]

// partReader reads a column from the answer to a question, as the response's version has it.
func partReader(question string, versions map[int]answerPart) func(SurveyResponse) civic.Cell {
	return func(r SurveyResponse) civic.Cell {
		part, has := versions[r.Version]
		answer, given := r.Given[question]
		if !has || !given {
			return civic.Cell{}
		}
		return part.Read(answer)
	}
}

// exportParts are a question's columns: its own, or one for each option or row where an answer has several values.
func (q Question) exportParts() []answerPart {
	switch q.Kind {
	case SingleChoice:
		return q.withOther([]answerPart{q.part(func(a Answer) civic.Cell { return chosen(a.Choices, q.answerOptions()) })})
	case MultipleChoice:
		return q.withOther(q.partEach(q.answerOptions(), func(a Answer, option string) civic.Cell { return civic.Whole(slices.Contains(a.Choices, option)) }))
	case Matrix:
		return q.partEach(q.Rows, q.cellOfRow)
	case Ranking:
		return q.partEach(q.Options, func(a Answer, option string) civic.Cell { return place(slices.Index(a.Ranking, option)) })
	case TextQuestion:
		return []answerPart{q.part(func(a Answer) civic.Cell { return civic.Maybe(a.Text) })}
	case DateQuestion:
		return []answerPart{q.part(func(a Answer) civic.Cell { return civic.Maybe(a.Date) })}
	}
	return []answerPart{q.part(func(a Answer) civic.Cell { return civic.Maybe(a.Number) })}
}

// part is a question's own column.
func (q Question) part(read func(Answer) civic.Cell) answerPart {
	return answerPart{Column: civic.Column{Key: q.Key, Titles: []civic.Localized{q.Titles}}, Read: read}
}

// partEach are a column for each of some options or rows.
func (q Question) partEach(options []Option, read func(a Answer, key string) civic.Cell) []answerPart {
	parts := make([]answerPart, len(options))
	for i, o := range options {
		parts[i] = answerPart{Column: civic.Column{Key: q.Key + "." + o.Key, Titles: []civic.Localized{q.Titles, o.Titles}}, Read: func(a Answer) civic.Cell { return read(a, o.Key) }}
	}
	return parts
}

// withOther adds the column of the words for "other". No option has such a key: those hold no dots.
func (q Question) withOther(parts []answerPart) []answerPart {
	if !q.AllowOther {
		return parts
	}
	titles := []civic.Localized{q.Titles, theOther.Titles, {civic.Chinese: "说明", civic.English: "in words"}}
	return append(parts, answerPart{Column: civic.Column{Key: q.Key + "." + OtherOption + ".text", Titles: titles}, Read: func(a Answer) civic.Cell { return civic.Maybe(a.Other) }})
}

// cellOfRow is what was chosen in a row of a matrix.
func (q Question) cellOfRow(a Answer, row string) civic.Cell {
	at := slices.IndexFunc(a.Rows, func(m MatrixAnswer) bool { return m.Row == row })
	if at < 0 {
		return civic.Cell{}
	}
	return chosen([]string{a.Rows[at].Choice}, q.Options)
}

// chosen is the first of some choices, which people read in the words of its option.
func chosen(choices []string, options []Option) civic.Cell {
	if len(choices) == 0 {
		return civic.Cell{}
	}
	c := civic.Whole(choices[0])
	if at := slices.IndexFunc(options, func(o Option) bool { return o.Key == choices[0] }); at >= 0 {
		c.Words = options[at].Titles
	}
	return c
}

// place is a place in an order, counted from 1; empty for what has none.
func place(index int) civic.Cell {
	if index < 0 {
		return civic.Cell{}
	}
	return civic.Whole(index + 1)
}

// Weight is about how many bytes the words of a response have.
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

// ExportResponsesInput is a survey whose responses are taken away, after the one with that id where there is one.
type ExportResponsesInput struct {
	SurveyID civic.ID `validate:"id=S"`
	After    *string
}

// Check holds the input against its rules.
func (in ExportResponsesInput) Check() error { return civic.Check(in) }

// AfterIn is the key of the response to go on after; BAD_CURSOR where that lies not with the survey.
func (in ExportResponsesInput) AfterIn(s Survey) (uuid.UUID, error) {
	return civic.RowKey(in.After, func(id civic.ID) bool {
		return id.Kind == SurveyResponseKind && s.ConsultationKey != nil && id.Consultation == *s.ConsultationKey
	})
}
