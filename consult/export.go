package consult

import (
	"time"

	"github.com/google/uuid"
)

// Refusals of exports.
var (
	NotYetReported = code("NOT_YET_REPORTED", "结果反馈发布前，只有主办部门有权限的工作人员可以导出，请登录。", "Until the feedback report is published only staff of the department may export this; sign in as one of them.")
	TooWide        = code("TOO_WIDE", "列数超过 Excel 的上限 %d，请导出为 CSV。", "These are more columns than the %d that Excel takes; export CSV instead.")
	HTTPTooOld     = code("HTTP_TOO_OLD", "导出需要 HTTP/1.1 或更高版本：旧版本无法区分中断与结束。", "Exports need HTTP/1.1 or newer: before that a broken answer looks like a complete one.")
)

// Column is one column of an export. Its key is the same in every language.
type Column struct {
	Key    string
	Titles []Localized // the titles of the question, then of its option or row; empty for a column that every export of the subject has
}

// Cell is what one row says in one column.
type Cell struct {
	Value any       // nil, string, int, float64, bool, Localized, or a value of an enum of this package
	Words Localized // the title of the option that the value is the key of
}

// ExportField is a column and how it is read from a row: the one place where an export's shape is told. The words for keys and
// enums, and the bytes, are the concern of who writes a file.
type ExportField[T any] struct {
	Column
	Read func(T) Cell
}

// Table is what an export shows beside its rows. The first column is the row's id, after which an export that broke off goes on.
type Table struct {
	Titles  Localized // what it is about
	Open    bool      // everybody may have it
	Columns []Column
}

// ColumnsOf are the columns of fields.
func ColumnsOf[T any](fields []ExportField[T]) []Column {
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = f.Column
	}
	return columns
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

// ExportResponsesInput is a survey whose responses are taken away, after the one with that id where there is one.
type ExportResponsesInput struct {
	SurveyID ID `validate:"id=S"`
	After    *string
}

// Check holds the input against its rules.
func (in ExportResponsesInput) Check() error { return Check(in) }

// AfterIn is the key of the response to go on after; BAD_CURSOR where that lies not with the survey.
func (in ExportResponsesInput) AfterIn(s Survey) (uuid.UUID, error) {
	return rowKey(in.After, func(id ID) bool {
		return id.Kind == SurveyResponseKind && s.ConsultationKey != nil && id.Consultation == *s.ConsultationKey
	})
}

// rowKey is the key of a row that an export goes on after; the zero key is before all.
func rowKey(after *string, fits func(ID) bool) (uuid.UUID, error) {
	if after == nil {
		return uuid.Nil, nil
	}
	id, err := ParseID(*after)
	if err != nil || !fits(id) {
		return uuid.Nil, Refuse(BadCursor, "after")
	}
	return id.Key, nil
}

// ExportsAll decides what an actor may take away of a consultation, for a department: all of it who may read single
// responses; everybody else the open data, once the consultation is reported and nothing of it changes any more. Until then
// they are refused as NOT_YET_REPORTED.
func ExportsAll(by Actor, department string, status ConsultationStatus) (all bool, err error) {
	switch {
	case by.Can(ReadResponses, department):
		return true, nil
	case status == StatusReported:
		return false, nil
	}
	return false, Refuse(NotYetReported, "")
}

// field makes a column of its key and the way to read it.
func field[T any](key string, read func(T) Cell) ExportField[T] {
	return ExportField[T]{Column{Key: key}, read}
}

// whole is a cell with a value that people read as it is.
func whole(value any) Cell { return Cell{Value: value} }

// maybe is a cell with a value that may be missing.
func maybe[T any](value *T) Cell {
	if value == nil {
		return Cell{}
	}
	return whole(*value)
}

// timeCell is a cell with a time, in the time zone of those who were asked.
func timeCell(at *time.Time, zone *time.Location) Cell {
	if at == nil {
		return Cell{}
	}
	return whole(at.In(zone).Format(time.RFC3339))
}
