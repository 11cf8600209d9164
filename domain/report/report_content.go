package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

// ReportContent is the frozen content of a feedback report: what the consultation asked, what people said, and what the
// department did.
type ReportContent struct {
	Format       int             `json:"format,omitempty"` // 2; missing in reports of the first format
	Consultation string          `json:"consultation"`     // the consultation's id
	Asked        ReportAsked     `json:"asked"`
	Said         ReportSaid      `json:"said"`
	Done         ReportDone      `json:"done"`
	Summary      civic.Localized `json:"summary"`
	Log          ReportLog       `json:"log"`
	Lists        *Lists          `json:"lists,omitempty"` // nil in reports of the first format
}

// Format is the format of new reports, which docs/report.md describes.
const Format = 2

// ReportLog is the state of the log when the report was made. The log then contains every receipt of the consultation.
type ReportLog struct {
	TreeSize int    `json:"treeSize"`
	RootHash string `json:"rootHash"`
}

// ReportAsked is what a consultation asked.
type ReportAsked struct {
	Titles           civic.Localized   `json:"title"`
	DraftTitle       *string           `json:"draftTitle,omitempty"`
	DraftVersion     *int              `json:"draftVersion,omitempty"`
	DraftContentHash *string           `json:"draftContentHash,omitempty"`
	OpensAt          time.Time         `json:"opensAt"`
	ClosesAt         time.Time         `json:"closesAt"`
	SurveyTitles     []civic.Localized `json:"surveys"`
}

// Title returns the consultation's title in the wanted language.
func (a ReportAsked) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return a.Titles.Read(ctx, locale)
}

// Surveys returns the titles of the surveys in the wanted language.
func (a ReportAsked) Surveys(ctx context.Context, locale *civic.WantedLocale) []string {
	titles := make([]string, len(a.SurveyTitles))
	for i, title := range a.SurveyTitles {
		titles[i] = title.Read(ctx, locale)
	}
	return titles
}

// ReportSaid is what people said in a consultation, in final counts.
type ReportSaid struct {
	Comments     int                   `json:"comments"`
	Hidden       int                   `json:"hidden"`
	Endorsements int                   `json:"endorsements"`
	ByStance     []consult.StanceCount `json:"byStance"`
	ByDay        []civic.DayCount      `json:"byDay"`
	ByClause     []ReportClauseCount   `json:"byClause"`
	Surveys      []ReportSurvey        `json:"surveys"`

	Each *RowsBefore[CommentBefore] `json:"each,omitempty"` // only in reports of the first format
}

// ReportClauseCount is a frozen count of comments on one clause.
type ReportClauseCount struct {
	ClauseRef string `json:"clause"` // the id; in reports of the first format the key
	Label     string `json:"label"`
	Count     int    `json:"count"`
}

// ClauseID names the clause.
func (c ReportClauseCount) ClauseID() civic.ID {
	if key, err := uuid.Parse(c.ClauseRef); err == nil {
		return civic.IDOf(legaltext.ClauseIDKind, key)
	}
	id, _ := civic.ParseID(c.ClauseRef) // the server wrote it
	return id
}

// ReportSurvey is the frozen result of one version of a survey.
type ReportSurvey struct {
	Survey  string               `json:"survey"` // the id; in reports of the first format the key
	Titles  civic.Localized      `json:"title"`
	Results survey.SurveyResults `json:"results"`
}

// Title returns the survey's title in the wanted language.
func (s ReportSurvey) Title(ctx context.Context, locale *civic.WantedLocale) string {
	return s.Titles.Read(ctx, locale)
}

// ReportDone is what the department did with the comments.
type ReportDone struct {
	Outcomes         []OutcomeCount `json:"outcomes"`
	Unanswered       int            `json:"unanswered"`
	UnansweredReason *string        `json:"unansweredReason,omitempty"`

	Each *RowsBefore[ResponseBefore] `json:"each,omitempty"` // only in reports of the first format
}

// OutcomeCount counts the comments with one outcome.
type OutcomeCount struct {
	Outcome consult.AdoptionOutcome `json:"outcome"`
	Count   int                     `json:"count"`
}
