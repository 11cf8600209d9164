package consult

import (
	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
)

// ExportedComment is a comment with its official response. An export never reads the author.
type ExportedComment struct {
	Comment
	ClauseLabel *string          `db:"clause_label"`
	ResponseKey *uuid.UUID       `db:"official_response_id"`
	Outcome     *AdoptionOutcome `db:"outcome"`
	Reasons     civic.Localized  `db:"reason"`
	Endorsed    int              `db:"-"` // the number of endorsements
}

// CommentFields returns the columns of exported comments. The body column contains only words that the reader may read. The open
// data contains the day of a comment, but not its instant: somebody who watched the author write could recognize the comment by
// the instant. Only the department gets the instants.
func CommentFields(reader civic.Actor, of Consultation, open bool) []civic.ExportField[ExportedComment] {
	fields := []civic.ExportField[ExportedComment]{
		civic.NewExportField("id", func(c ExportedComment) civic.Cell { return civic.Whole(c.ID().String()) }),
		civic.NewExportField("day", func(c ExportedComment) civic.Cell { return civic.Whole(string(c.Day)) }),
		civic.NewExportField("clause", func(c ExportedComment) civic.Cell { return civic.Maybe(c.ClauseLabel) }),
		civic.NewExportField("clauseId", func(c ExportedComment) civic.Cell { return idCell(legaltext.ClauseIDKind, c.ClauseKey) }),
		civic.NewExportField("stance", func(c ExportedComment) civic.Cell { return civic.Whole(c.Stance) }),
		civic.NewExportField("body", func(c ExportedComment) civic.Cell { return civic.Maybe(c.WordsFor(reader, of.DepartmentCode)) }),
		civic.NewExportField("passage", ExportedComment.passageCell),
		civic.NewExportField("erased", func(c ExportedComment) civic.Cell { return civic.Whole(c.ErasedAt != nil) }),
		civic.NewExportField("state", func(c ExportedComment) civic.Cell { return civic.Whole(c.State) }),
		civic.NewExportField("hiddenReason", func(c ExportedComment) civic.Cell { return civic.Maybe(c.HiddenReason) }),
		civic.NewExportField("hiddenNote", func(c ExportedComment) civic.Cell { return civic.Maybe(c.HiddenNote) }),
		civic.NewExportField("endorsements", func(c ExportedComment) civic.Cell { return civic.Whole(c.Endorsed) }),
		civic.NewExportField("outcome", func(c ExportedComment) civic.Cell { return civic.Maybe(c.Outcome) }),
		civic.NewExportField("reason", ExportedComment.reasonCell),
		civic.NewExportField("officialResponseId", ExportedComment.responseCell),
	}
	if open {
		return fields
	}
	zone := civic.TimeZone(of.Timezone)
	return append(fields,
		civic.NewExportField("createdAt", func(c ExportedComment) civic.Cell { return civic.TimeCell(&c.CreatedAt, zone) }),
		civic.NewExportField("editedAt", func(c ExportedComment) civic.Cell { return civic.TimeCell(c.EditedAt, zone) }))
}

// passageCell returns a cell with the words that the comment is about.
func (c ExportedComment) passageCell() civic.Cell {
	if c.Passage == nil {
		return civic.Cell{}
	}
	return civic.Whole(c.Passage.Exact)
}

// reasonCell returns a cell with the reason of the official response.
func (c ExportedComment) reasonCell() civic.Cell {
	if len(c.Reasons) == 0 {
		return civic.Cell{}
	}
	return civic.Whole(c.Reasons)
}

// responseCell returns a cell with the id of the official response.
func (c ExportedComment) responseCell() civic.Cell {
	if c.ResponseKey == nil {
		return civic.Cell{}
	}
	return civic.Whole(civic.IDWithin(OfficialResponseKind, c.ConsultationKey, *c.ResponseKey).String())
}

// idCell returns a cell with the id of a thing. The cell is empty if the key is nil.
func idCell(kind civic.Kind, key *uuid.UUID) civic.Cell {
	if key == nil {
		return civic.Cell{}
	}
	return civic.Whole(civic.IDOf(kind, *key).String())
}

// Weight returns the approximate size in bytes of the comment and its official response.
func (c ExportedComment) Weight() int {
	bytes := len(c.Body)
	for _, reason := range c.Reasons {
		bytes += len(reason)
	}
	return bytes
}

// ExportCommentsInput names the consultation whose comments to export. If After is the id of a comment, the export starts
// behind that comment.
type ExportCommentsInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	After          *string
}

// Check validates the input by its rules and returns the key of the comment in After. It refuses as BAD_CURSOR an id that is not
// of a comment of the consultation.
func (in ExportCommentsInput) Check() (after uuid.UUID, err error) {
	if err := civic.Check(in); err != nil {
		return after, err
	}
	return civic.RowKey(in.After, func(id civic.ID) bool { return id.Kind == CommentKind && id.Consultation == in.ConsultationID.Key })
}
