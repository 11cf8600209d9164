package consult

import (
	"strconv"

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
	Number      int              `db:"-"` // in the feedback report, from 1; only in open data
}

// CommentFields returns the columns of exported comments. The body column contains only words that the reader may read. The open
// data contains the day of a comment, but not its instant: somebody who watched the author write could recognize the comment by
// the instant. Only the department gets the instants. The id of a comment tells the instant too, so the open data has the number of the comment in the
// feedback report.
func CommentFields(reader civic.Actor, of Consultation, open bool) []civic.ExportField[ExportedComment] {
	name := civic.NewExportField("id", func(c ExportedComment) civic.Cell { return civic.Whole(c.ID().String()) })
	if open {
		name = civic.NewExportField("number", func(c ExportedComment) civic.Cell { return civic.Whole(c.Number) })
	}
	fields := []civic.ExportField[ExportedComment]{
		name,
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

// ChangedCommentFields returns the columns of an export of changes. It names also what was taken back, so that a copy can drop it.
func ChangedCommentFields(reader civic.Actor, of Consultation) []civic.ExportField[ExportedComment] {
	return append(CommentFields(reader, of, false),
		civic.NewExportField("withdrawn", func(c ExportedComment) civic.Cell { return civic.Whole(c.WithdrawnAt != nil) }))
}

// Emptied returns the comment without words if its author has taken it back.
func (c ExportedComment) Emptied() ExportedComment {
	if c.WithdrawnAt != nil {
		c.Body, c.Passage = "", nil
	}
	return c
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

// ExportCommentsInput names the consultation whose comments to export. If After is the first cell of a row, which is the id of a comment or its number
// in open data, the export starts behind that row. If Since is the cursor of an earlier export, the export has what changed since; open data has no changes.
type ExportCommentsInput struct {
	ConsultationID civic.ID `validate:"id=C"`
	After          *string
	Since          *string
}

// AfterNumber returns the number in After, or 0 for a new export. It refuses any other text as BAD_CURSOR.
func (in ExportCommentsInput) AfterNumber() (int, error) {
	if in.After == nil {
		return 0, nil
	}
	n, err := strconv.Atoi(*in.After)
	if err != nil || n < 1 || strconv.Itoa(n) != *in.After {
		return 0, civic.Refuse(civic.BadCursor, "after")
	}
	return n, nil
}

// AfterKey returns the key of the comment in After. It refuses as BAD_CURSOR an id that is not of a comment of the consultation.
func (in ExportCommentsInput) AfterKey() (uuid.UUID, error) {
	return civic.RowKey(in.After, func(id civic.ID) bool { return id.Kind == CommentKind && id.Consultation == in.ConsultationID.Key })
}
