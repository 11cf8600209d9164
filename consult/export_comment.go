package consult

import "github.com/google/uuid"

// ExportedComment is a comment with what became of it. Who wrote it is never read for it.
type ExportedComment struct {
	Comment
	ClauseLabel *string          `db:"clause_label"`
	ResponseKey *uuid.UUID       `db:"official_response_id"`
	Outcome     *AdoptionOutcome `db:"outcome"`
	Reasons     Localized        `db:"reason"`
	Endorsed    int              `db:"-"` // how many others joined it
}

// CommentFields are the columns of exported comments, with the words that the reader may read. The open data has the days of
// comments; their instants, by which somebody who saw them being written would know them again, are for the department.
func CommentFields(reader Actor, of Consultation, open bool) []ExportField[ExportedComment] {
	fields := []ExportField[ExportedComment]{
		field("id", func(c ExportedComment) Cell { return whole(c.ID().String()) }),
		field("day", func(c ExportedComment) Cell { return whole(string(c.Day)) }),
		field("clause", func(c ExportedComment) Cell { return maybe(c.ClauseLabel) }),
		field("clauseId", func(c ExportedComment) Cell { return idOf(ClauseIDKind, c.ClauseKey) }),
		field("stance", func(c ExportedComment) Cell { return whole(c.Stance) }),
		field("body", func(c ExportedComment) Cell { return maybe(c.WordsFor(reader, of.DepartmentCode)) }),
		field("erased", func(c ExportedComment) Cell { return whole(c.ErasedAt != nil) }),
		field("state", func(c ExportedComment) Cell { return whole(c.State) }),
		field("hiddenReason", func(c ExportedComment) Cell { return maybe(c.HiddenReason) }),
		field("hiddenNote", func(c ExportedComment) Cell { return maybe(c.HiddenNote) }),
		field("endorsements", func(c ExportedComment) Cell { return whole(c.Endorsed) }),
		field("outcome", func(c ExportedComment) Cell { return maybe(c.Outcome) }),
		field("reason", ExportedComment.reason),
		field("officialResponseId", ExportedComment.response),
	}
	if open {
		return fields
	}
	zone := timeZone(of.Timezone)
	return append(fields,
		field("createdAt", func(c ExportedComment) Cell { return timeCell(&c.CreatedAt, zone) }),
		field("editedAt", func(c ExportedComment) Cell { return timeCell(c.EditedAt, zone) }))
}

// reason is what the department said.
func (c ExportedComment) reason() Cell {
	if len(c.Reasons) == 0 {
		return Cell{}
	}
	return whole(c.Reasons)
}

// response names the department's answer.
func (c ExportedComment) response() Cell {
	if c.ResponseKey == nil {
		return Cell{}
	}
	return whole(IDWithin(OfficialResponseKind, c.ConsultationKey, *c.ResponseKey).String())
}

// idOf is a cell with the id of a thing that may be missing.
func idOf(kind Kind, key *uuid.UUID) Cell {
	if key == nil {
		return Cell{}
	}
	return whole(IDOf(kind, *key).String())
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
	ConsultationID ID `validate:"id=C"`
	After          *string
}

// Check holds the input against its rules and gives the key to go on after; BAD_CURSOR where that is no comment of the consultation.
func (in ExportCommentsInput) Check() (after uuid.UUID, err error) {
	if err := Check(in); err != nil {
		return after, err
	}
	return rowKey(in.After, func(id ID) bool { return id.Kind == CommentKind && id.Consultation == in.ConsultationID.Key })
}
