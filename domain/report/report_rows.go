package report

import (
	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// CommentRow is a comment in a report. It does not contain the words, because the author may erase them at any time. It contains the leaf, which is
// also in the log. The leaf proves the words until they are erased. After that it proves nothing. It has no id of the comment either, because that id
// tells the instant of the comment.
type CommentRow struct {
	Number       int                      `json:"number"`           // from 1, in the order in which the comments were submitted
	ClauseRef    *string                  `json:"clause,omitempty"` // the id of the clause; nil if the comment is about the whole
	Stance       consult.Stance           `json:"stance"`
	Day          civic.Date               `json:"day"`
	Endorsements int                      `json:"endorsements"`
	Hidden       bool                     `json:"hidden"`
	Leaf         []byte                   `json:"leaf,omitempty"` // of its last receipt; nil for a comment from before receipts existed
	Answer       *int                     `json:"answer,omitempty"`
	Outcome      *consult.AdoptionOutcome `json:"outcome,omitempty"`
}

// AnswerRow is an official response in a report.
type AnswerRow struct {
	Number   int                     `json:"number"` // from 1, the oldest first
	Outcome  consult.AdoptionOutcome `json:"outcome"`
	Reasons  civic.Localized         `json:"reason"`
	Clauses  []AnswerEffect          `json:"clauses"`
	Comments int                     `json:"comments"`           // how many comments it answers
	Theme    *string                 `json:"theme,omitempty"`    // the id of the theme that it answers as one
	Campaign *string                 `json:"campaign,omitempty"` // the id of the campaign that it answers as one
}

// AnswerEffect is the effect of a response on a clause, in a report.
type AnswerEffect struct {
	Clause     *string              `json:"clause,omitempty"`
	Label      *string              `json:"label,omitempty"` // the clause's number as it is written in the text
	Effect     consult.ClauseEffect `json:"effect"`
	NextClause *string              `json:"nextClause,omitempty"` // only if its version was public when the report was
}

// QuestionnaireRow is one version of a survey in a report.
type QuestionnaireRow struct {
	Survey    string            `json:"survey"` // the id
	Version   int               `json:"version"`
	Titles    civic.Localized   `json:"title"`
	Questions []survey.Question `json:"questions"`
}

// LogPart is a part of the log in a report: the leaf of a receipt of the consultation, or the hash of a complete tree of leaves of others. The parts
// in their order give the root of the log.
type LogPart struct {
	Leaf []byte     `json:"leaf,omitempty"`
	Hash *tlog.Hash `json:"hash,omitempty"`
	Size int        `json:"size,omitempty"` // the number of leaves below Hash, a power of two
}
