package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// ReportContent is what a feedback report freezes: what was asked, said and done.
type ReportContent struct {
	Consultation string          `json:"consultation"` // the consultation's id
	Asked        ReportAsked     `json:"asked"`
	Said         ReportSaid      `json:"said"`
	Done         ReportDone      `json:"done"`
	Summary      civic.Localized `json:"summary"`
	Log          ReportLog       `json:"log"`
}

// ReportLog is the log that a report was made from: every receipt of its consultation stands in it.
type ReportLog struct {
	TreeSize int    `json:"treeSize"`
	RootHash string `json:"rootHash"`
}

// ReportAsked is what a consultation asked.
type ReportAsked struct {
	Titles       civic.Localized   `json:"title"`
	DraftTitle   *string           `json:"draftTitle,omitempty"`
	DraftVersion *int              `json:"draftVersion,omitempty"`
	DraftHash    *string           `json:"draftHash,omitempty"`
	OpensAt      time.Time         `json:"opensAt"`
	ClosesAt     time.Time         `json:"closesAt"`
	SurveyTitles []civic.Localized `json:"surveys"`
}

// Title reads the consultation's title.
func (a ReportAsked) Title(ctx context.Context, locale *civic.Locale) string {
	return a.Titles.Read(ctx, locale)
}

// Surveys reads the titles of the surveys.
func (a ReportAsked) Surveys(ctx context.Context, locale *civic.Locale) []string {
	titles := make([]string, len(a.SurveyTitles))
	for i, title := range a.SurveyTitles {
		titles[i] = title.Read(ctx, locale)
	}
	return titles
}

// ReportSaid is what a consultation heard, in counts that no longer change.
type ReportSaid struct {
	Comments     int                   `json:"comments"`
	Hidden       int                   `json:"hidden"`
	Endorsements int                   `json:"endorsements"`
	ByStance     []consult.StanceCount `json:"byStance"`
	ByDay        []civic.DayCount      `json:"byDay"`
	ByClause     []ReportClauseCount   `json:"byClause"`
	Surveys      []ReportSurvey        `json:"surveys"`

	Each *ReportRows[ReportedComment] `json:"each,omitempty"` // in the order of their keys; nil in reports of before
}

// ReportClauseCount is a frozen count of comments on one clause.
type ReportClauseCount struct {
	ClauseKey uuid.UUID `json:"clause"`
	Label     string    `json:"label"`
	Count     int       `json:"count"`
}

// ReportSurvey is the frozen result of one version of a survey.
type ReportSurvey struct {
	Survey  uuid.UUID            `json:"survey"`
	Titles  civic.Localized      `json:"title"`
	Results survey.SurveyResults `json:"results"`
}

// Title reads the survey's title.
func (s ReportSurvey) Title(ctx context.Context, locale *civic.Locale) string {
	return s.Titles.Read(ctx, locale)
}

// ReportDone is what a department did with what it heard.
type ReportDone struct {
	Outcomes         []OutcomeCount `json:"outcomes"`
	Unanswered       int            `json:"unanswered"`
	UnansweredReason *string        `json:"unansweredReason,omitempty"`

	Each *ReportRows[ReportedResponse] `json:"each,omitempty"` // in the order of their keys; nil in reports of before
}

// OutcomeCount counts the comments with one outcome.
type OutcomeCount struct {
	Outcome consult.AdoptionOutcome `json:"outcome"`
	Count   int                     `json:"count"`
}
