package consult

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// ExportedComment is a comment with what became of it. Who wrote it is never read for it.
type ExportedComment struct {
	Comment
	ClauseLabel *string          `db:"clause_label"`
	ResponseKey *uuid.UUID       `db:"official_response_id"`
	Outcome     *AdoptionOutcome `db:"outcome"`
	Reasons     civic.Localized  `db:"reason"`
	Endorsed    int              `db:"-"` // how many others joined it
}

// CommentFields are the columns of exported comments, with the words that the reader may read. The open data has the days of
// comments; their instants, by which somebody who saw them being written would know them again, are for the department.
func CommentFields(reader civic.Actor, of Consultation, open bool) []civic.ExportField[ExportedComment] {
	fields := []civic.ExportField[ExportedComment]{
		civic.NewExportField("id", func(c ExportedComment) civic.Cell { return civic.Whole(c.ID().String()) }),
		civic.NewExportField("day", func(c ExportedComment) civic.Cell { return civic.Whole(string(c.Day)) }),
		civic.NewExportField("clause", func(c ExportedComment) civic.Cell { return civic.Maybe(c.ClauseLabel) }),
		civic.NewExportField("clauseId", func(c ExportedComment) civic.Cell { return idOf(legaltext.ClauseIDKind, c.ClauseKey) }),
		civic.NewExportField("stance", func(c ExportedComment) civic.Cell { return civic.Whole(c.Stance) }),
		civic.NewExportField("body", func(c ExportedComment) civic.Cell { return civic.Maybe(c.WordsFor(reader, of.DepartmentCode)) }),
		civic.NewExportField("erased", func(c ExportedComment) civic.Cell { return civic.Whole(c.ErasedAt != nil) }),
		civic.NewExportField("state", func(c ExportedComment) civic.Cell { return civic.Whole(c.State) }),
		civic.NewExportField("hiddenReason", func(c ExportedComment) civic.Cell { return civic.Maybe(c.HiddenReason) }),
		civic.NewExportField("hiddenNote", func(c ExportedComment) civic.Cell { return civic.Maybe(c.HiddenNote) }),
		civic.NewExportField("endorsements", func(c ExportedComment) civic.Cell { return civic.Whole(c.Endorsed) }),
		civic.NewExportField("outcome", func(c ExportedComment) civic.Cell { return civic.Maybe(c.Outcome) }),
		civic.NewExportField("reason", ExportedComment.reason),
		civic.NewExportField("officialResponseId", ExportedComment.response),
	}
	if open {
		return fields
	}
	zone := civic.TimeZone(of.Timezone)
	return append(fields,
		civic.NewExportField("createdAt", func(c ExportedComment) civic.Cell { return civic.TimeCell(&c.CreatedAt, zone) }),
		civic.NewExportField("editedAt", func(c ExportedComment) civic.Cell { return civic.TimeCell(c.EditedAt, zone) }))
}

// reason is what the department said.
func (c ExportedComment) reason() civic.Cell {
	if len(c.Reasons) == 0 {
		return civic.Cell{}
	}
	return civic.Whole(c.Reasons)
}

// response names the department's answer.
func (c ExportedComment) response() civic.Cell {
	if c.ResponseKey == nil {
		return civic.Cell{}
	}
	return civic.Whole(civic.IDWithin(OfficialResponseKind, c.ConsultationKey, *c.ResponseKey).String())
}

// idOf is a cell with the id of a thing that may be missing.
func idOf(kind civic.Kind, key *uuid.UUID) civic.Cell {
	if key == nil {
		return civic.Cell{}
	}
	return civic.Whole(civic.IDOf(kind, *key).String())
}

// Weight is about how many bytes the words of the comment and of its answer have.
func (c ExportedComment) Weight() int {
	bytes := len(c.Body)
	for _, reason := range c.Reasons {
		bytes += len(reason)
	}
	return bytes
}

// ExportCommentsInput is a consultation whose comments are taken away, after the one with that id where there is one.
type ExportCommentsInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	After          *string
}

// Check holds the input against its rules and gives the key to go on after; BAD_CURSOR where that is no comment of the consultation.
func (in ExportCommentsInput) Check() (after uuid.UUID, err error) {
	if err := civic.Check(in); err != nil {
		return after, err
	}
	return civic.RowKey(in.After, func(id civic.ID) bool { return id.Kind == CommentKind && id.Consultation == in.ConsultationID.Key })
}
