// Package chartgraph makes charts of published counts. Every reader gets the same ones, staff too, so that a picture never shows what is not published.
package chartgraph

import (
	"context"
	"errors"
	"strconv"

	analysedb "minyi/db/analyse"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	reportdb "minyi/db/report"
	surveydb "minyi/db/survey"
	"minyi/domain/chart"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/report"
	"minyi/domain/survey"
)

// Subject is what charts are about, and their language.
type Subject struct {
	ID      civic.ID
	Version int // of a survey
	Locale  civic.Locale
}

// Path is the address of the charts of a thing.
func Path(id civic.ID) string { return "/charts/" + id.String() }

// Charts draws all charts of a consultation, of a version of a survey, or of a feedback report. Everybody may see them. It refuses as NOT_FOUND what the
// public may not see, and BAD_ID.
func Charts(ctx context.Context, db *pg.DB, s Subject) ([]chart.Chart, error) {
	p := pen{s.Locale, Path(s.ID)}
	switch s.ID.Kind {
	case civic.ConsultationKind:
		return p.ofConsultation(ctx, db, s.ID)
	case survey.SurveyKind:
		return p.ofSurvey(ctx, db, s)
	case civic.FeedbackReportKind:
		found, err := pg.Single(reportdb.FeedbackReportsByID(ctx, db, civic.Actor{}, []civic.ID{s.ID}))
		if err != nil {
			return nil, err
		}
		return p.ofReport(*found), nil
	}
	return nil, civic.Refuse(civic.NotFound, "")
}

// ofConsultation draws the comments of a consultation.
func (p pen) ofConsultation(ctx context.Context, db *pg.DB, id civic.ID) ([]chart.Chart, error) {
	of, err := pg.Single(consultdb.ConsultationsByID(ctx, db, civic.Actor{}, []civic.ID{id}))
	if err != nil {
		return nil, err
	}
	tallies, err := consultdb.CommentTallies(ctx, db, civic.Actor{}, []civic.ID{id})
	if err != nil {
		return nil, err
	}
	tally := tallies[id]
	charts := []chart.Chart{p.days("comments-by-day", p.of(commentsByDay), p.of(comments), tally.ByDay), p.stances(tally.ByStance)}
	if charts, err = p.addClauses(ctx, db, *of, tally, charts); err != nil {
		return nil, err
	}
	codebooks, err := analysedb.ThemesOf(ctx, db, civic.Actor{}, []civic.ID{id})
	if err != nil {
		return nil, err
	}
	if codebook := codebooks[id]; len(codebook) > 0 {
		charts = append(charts, p.themes(codebook))
	}
	reports, err := reportdb.ReportsOfConsultations(ctx, db, civic.Actor{}, []civic.ID{id})
	if r, has := reports[id]; has {
		charts = append(charts, p.outcomes(r.Frozen.Done))
	}
	return charts, err
}

// addClauses draws the clauses of the draft, if the public may read it.
func (p pen) addClauses(ctx context.Context, db *pg.DB, of consult.Consultation, tally consult.CommentTally, charts []chart.Chart) ([]chart.Chart, error) {
	if of.DraftKey == nil {
		return charts, nil
	}
	_, clauses, err := policydb.WholeDraft(ctx, db, civic.Actor{}, civic.IDOf(policy.DraftKind, *of.DraftKey))
	if isNotFound(err) {
		return charts, nil
	}
	names := p.namesOf(clauses)
	return append(charts, p.clauses(tally, names), p.draftMap(tally, clauses, names)), err
}

// isNotFound tells whether something does not exist, or is not public.
func isNotFound(err error) bool {
	var problems civic.Problems
	return errors.As(err, &problems) && problems[0].Code == civic.NotFound
}

// namesOf names clauses by their citations, and headings by their words.
func (p pen) namesOf(clauses []legaltext.Clause) map[string]string {
	names := map[string]string{}
	for i, citation := range legaltext.Citations(clauses, p.locale.BuiltIn()) {
		c := clauses[i]
		if citation == "" {
			citation = c.Content()
		}
		names[c.Key.String()] = citation
	}
	return names
}

// ofSurvey draws a version of a survey.
func (p pen) ofSurvey(ctx context.Context, db *pg.DB, s Subject) ([]chart.Chart, error) {
	of, err := pg.Single(surveydb.SurveysByID(ctx, db, civic.Actor{}, []civic.ID{s.ID}))
	if err != nil {
		return nil, err
	}
	version, err := of.At(&s.Version)
	if err != nil {
		return nil, civic.Refuse(civic.NotFound, "")
	}
	results, err := surveydb.SurveyResults(ctx, db, civic.Actor{}, []survey.SurveyVersion{version})
	if found, has := results[version]; has {
		return p.survey("v"+strconv.Itoa(s.Version)+"-", found), err
	}
	return []chart.Chart{}, err
}

// ofReport draws what a report froze.
func (p pen) ofReport(r report.FeedbackReport) []chart.Chart {
	said := r.Frozen.Said
	charts := []chart.Chart{p.days("comments-by-day", p.of(commentsByDay), p.of(comments), said.ByDay), p.stances(said.ByStance)}
	if len(said.ByClause) > 0 {
		charts = append(charts, p.reportClauses(said))
	}
	charts = append(charts, p.outcomes(r.Frozen.Done))
	for i := range said.Surveys {
		charts = append(charts, p.ofReportSurvey(r, i)...)
	}
	return charts
}

// ofReportSurvey draws the results of one survey of a report.
func (p pen) ofReportSurvey(r report.FeedbackReport, i int) []chart.Chart {
	return p.survey("survey-"+strconv.Itoa(i+1)+"-", r.Frozen.Said.Surveys[i].Results)
}

// ReportCharts are the charts of a report: those of its comments, and those of each of its surveys.
func ReportCharts(r report.FeedbackReport, l civic.Locale) (comments []chart.Chart, surveys [][]chart.Chart) {
	p := pen{l, Path(r.ID())}
	only := r
	only.Frozen.Said.Surveys = nil
	for i := range r.Frozen.Said.Surveys {
		surveys = append(surveys, p.ofReportSurvey(r, i))
	}
	return p.ofReport(only), surveys
}
