package survey

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// ResponseFields are the columns of exported survey responses. Each question of each version has one or more columns; those of the
// newest version come first. Versions share the columns of a question if its content is the same. Otherwise the key of the older columns
// ends in @ and the last version that has them. A cell is empty if the response's version does not have the question or the person did not answer it.
func ResponseFields(versions map[int][]Question, timezone string) []civic.ExportField[SurveyResponse] {
	zone := civic.TimeZone(timezone)
	fields := []civic.ExportField[SurveyResponse]{
		civic.NewExportField("id", func(r SurveyResponse) civic.Cell { return civic.Whole(r.ID().String()) }),
		civic.NewExportField("version", func(r SurveyResponse) civic.Cell { return civic.Whole(r.Version) }),
		civic.NewExportField("createdAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(&r.CreatedAt, zone) }),
		civic.NewExportField("revisedAt", func(r SurveyResponse) civic.Cell { return civic.TimeCell(r.RevisedAt, zone) }),
	}
	newer := map[string]bool{}
	for _, asked := range questionsByContent(versions) {
		for i, column := range asked.question.exportColumns() {
			column.Key = exportKey(column.Key)
			if newer[asked.question.Key] {
				column.Key += "@" + strconv.Itoa(asked.versions[0])
			}
			fields = append(fields, civic.ExportField[SurveyResponse]{Column: column.Column, Read: asked.reader(i)})
		}
		newer[asked.question.Key] = true
	}
	return fields
}

// ChangedResponse is a row of an export of changes. Of a response that was taken back only the keys are known.
type ChangedResponse struct {
	SurveyResponse
	Withdrawn bool `db:"withdrawn"`
}

// ChangedResponseFields returns the columns of an export of changes. It names also what was taken back, so that a copy can drop it.
func ChangedResponseFields(versions map[int][]Question, timezone string) []civic.ExportField[ChangedResponse] {
	var fields []civic.ExportField[ChangedResponse]
	for _, f := range ResponseFields(versions, timezone) {
		fields = append(fields, civic.ExportField[ChangedResponse]{Column: f.Column, Read: func(r ChangedResponse) civic.Cell {
			if r.Withdrawn && f.Key != "id" {
				return civic.Cell{}
			}
			return f.Read(r.SurveyResponse)
		}})
	}
	return append(fields, civic.NewExportField("withdrawn", func(r ChangedResponse) civic.Cell { return civic.Whole(r.Withdrawn) }))
}

// exportKey is the key of a question's column. A question may have the key of a column of exports: that column keeps it.
func exportKey(key string) string {
	if question, _, _ := strings.Cut(key, "."); slices.Contains([]string{"id", "version", "withdrawn"}, question) {
		return "question:" + key
	}
	return key
}

// askedQuestion is a question as versions ask it, the newest version first.
type askedQuestion struct {
	question Question
	versions []int
}

// questionsByContent lists the questions of all versions, those of the newest version first. A question whose content changed is listed once for each
// content.
func questionsByContent(versions map[int][]Question) []askedQuestion {
	var all []askedQuestion
	for _, version := range slices.Backward(slices.Sorted(maps.Keys(versions))) {
		for _, q := range versions[version] {
			at := slices.IndexFunc(all, func(a askedQuestion) bool { return a.question.SameContent(q) })
			if at < 0 {
				all, at = append(all, askedQuestion{question: q}), len(all)
			}
			all[at].versions = append(all[at].versions, version)
		}
	}
	return all
}

// reader reads the cell of one of the question's columns from a response.
func (a askedQuestion) reader(column int) func(SurveyResponse) civic.Cell {
	read := a.question.exportColumns()[column].Read
	return func(r SurveyResponse) civic.Cell {
		answer, given := r.Given[a.question.Key]
		if !given || !slices.Contains(a.versions, r.Version) {
			return civic.Cell{}
		}
		return read(answer)
	}
}

// answerColumn is a column of a question and the function that reads its cell from an answer.
type answerColumn = civic.ExportField[Answer]

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
	}
	return []answerColumn{q.column(func(a Answer) civic.Cell {
		if a.NotApplicable {
			return optionCell(&theNone)
		}
		if q.Kind == Date {
			return civic.Maybe(a.Date)
		}
		return civic.Maybe(a.Number)
	})}
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
	return choiceCell([]string{a.Rows[at].Choice}, append(slices.Clip(q.Options), theNone))
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

// ExportResponsesInput asks for the responses to a survey, or for those after the response with the id After, or for those that changed since the cursor
// of an earlier export.
type ExportResponsesInput struct {
	SurveyID civic.ID `validate:"id=S"`
	After    *string
	Since    *string
}

// Check checks the input against its rules.
func (in ExportResponsesInput) Check() error { return civic.Check(in) }

// AfterIn is the key of the response that After names. It refuses a response of another consultation as BAD_CURSOR.
func (in ExportResponsesInput) AfterIn(s Survey) (uuid.UUID, error) {
	return civic.RowKey(in.After, func(id civic.ID) bool {
		return id.Kind == SurveyResponseKind && s.ConsultationKey != nil && id.Consultation == *s.ConsultationKey
	})
}
