package analysegraph

import (
	"context"

	analysedb "minyi/db/analyse"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph"
	consultgraph "minyi/graph/consult"
	"minyi/graph/model"
	policygraph "minyi/graph/policy"
)

var (
	themes       = graph.NodeLoader(analysedb.ThemesByID)
	rules        = graph.NodeLoader(analysedb.CodingRulesByID)
	_            = graph.NodeLoader(analysedb.CodingTasksByID)
	_            = graph.NodeLoader(analysedb.CommentNotesByID)
	codebooks    = graph.NewLoader(analysedb.ThemesOf)     // by the consultation
	themeChanges = graph.NewLoader(analysedb.ThemeChanges) // by the theme
	codes        = graph.NewLoader(analysedb.CodesOf)      // by the comment
	notes        = graph.NewLoader(analysedb.NotesOf)      // by the comment

	consultationThemes = graph.Relate("Consultation.themes", codebooks, (*consult.Consultation).ID)
	commentCodes       = graph.Relate("Comment.codes", codes, (*consult.Comment).ID)
	commentNotes       = graph.Relate("Comment.staffNotes", notes, (*consult.Comment).ID)
	themeChangesList   = graph.Relate("Theme.changes", themeChanges, (*analyse.Theme).ID)
	themeConsultation  = graph.Relate("Theme.consultation", consultgraph.Consultations, func(t *analyse.Theme) civic.ID {
		return civic.IDOf(civic.ConsultationKind, t.ConsultationKey)
	}).Also("Theme.touchedBy").Also("Theme.suggestions")
	themeParent = graph.Relate("Theme.parent", themes, func(t *analyse.Theme) civic.ID {
		return optionalWithin(analyse.ThemeKind, t.ConsultationKey, t.ParentKey)
	})
	themeMergedInto = graph.Relate("Theme.mergedInto", themes, func(t *analyse.Theme) civic.ID {
		return optionalWithin(analyse.ThemeKind, t.ConsultationKey, t.MergedKey)
	})
	themeChangeOther = graph.Relate("ThemeChange.other", themes, func(c *analyse.ThemeChange) civic.ID {
		return optionalWithin(analyse.ThemeKind, c.ConsultationKey, c.OtherKey)
	})
	codeTheme = graph.Relate("CommentCode.theme", themes, func(c *analyse.CommentCode) civic.ID {
		return civic.IDWithin(analyse.ThemeKind, c.ConsultationKey, c.ThemeKey)
	})
	codeRule = graph.Relate("CommentCode.rule", rules, func(c *analyse.CommentCode) civic.ID {
		return optionalWithin(analyse.CodingRuleKind, c.ConsultationKey, c.RuleKey)
	})
	ruleTheme = graph.Relate("CodingRule.theme", themes, func(r *analyse.CodingRule) civic.ID {
		return civic.IDWithin(analyse.ThemeKind, r.ConsultationKey, r.ThemeKey)
	})
	ruleClause = graph.Relate("CodingRule.clause", policygraph.Clauses, func(r *analyse.CodingRule) civic.ID {
		if r.Rule.ClauseID == nil {
			return civic.ID{}
		}
		return civic.IDOf(legaltext.ClauseIDKind, r.Rule.ClauseID.Key)
	})
	ruleCampaign = graph.Relate("CodingRule.campaign", campaigns, func(r *analyse.CodingRule) civic.ID {
		if r.Rule.CampaignID == nil {
			return civic.ID{}
		}
		return *r.Rule.CampaignID
	})
	suggestionComment = graph.Relate("CodeSuggestion.comment", consultgraph.Comments, func(s *analyse.CodeSuggestion) civic.ID { return s.CommentID })
	agreementTheme    = graph.Relate("ThemeAgreement.theme", themes, func(a *analyse.ThemeAgreement) civic.ID { return a.ThemeID })
)

func (r *ThemeResolver) Comments(ctx context.Context, t *analyse.Theme, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(analysedb.ThemeComments(ctx, r.DB, *t, graph.Page(first, after, last, before)))
}

func (r *ThemeResolver) TouchedBy(ctx context.Context, t *analyse.Theme, first *int, after *string, last *int, before *string, rule analyse.RuleInput) (*model.CommentConnection, error) {
	of, err := graph.MustFind(themeConsultation.Load(ctx, t))
	if err != nil {
		return nil, err
	}
	return model.Connect(analysedb.TouchedBy(ctx, r.DB, civic.ActorOf(ctx), *t, of.DepartmentCode, rule, graph.Page(first, after, last, before)))
}

func (r *ThemeResolver) Suggestions(ctx context.Context, t *analyse.Theme, first int) ([]analyse.CodeSuggestion, error) {
	of, err := graph.MustFind(themeConsultation.Load(ctx, t))
	if err != nil {
		return nil, err
	}
	if first < 1 || first > civic.MaxPageSize {
		return nil, civic.Refuse(civic.BadPageSize, "first", civic.Max(civic.MaxPageSize))
	}
	return analysedb.Suggestions(ctx, r.DB, civic.ActorOf(ctx), *t, of.DepartmentCode, first)
}

func (r *ConsultationResolver) CodingTasks(ctx context.Context, c *consult.Consultation, first *int, after *string, last *int, before *string) (*model.CodingTaskConnection, error) {
	return model.Connect(analysedb.CodingTasks(ctx, r.DB, civic.ActorOf(ctx), *c, graph.Page(first, after, last, before)))
}

func (r *CodingTaskResolver) Comments(ctx context.Context, t *analyse.CodingTask, first *int, after *string, last *int, before *string) (*model.CommentConnection, error) {
	return model.Connect(analysedb.TaskComments(ctx, r.DB, *t, graph.Page(first, after, last, before)))
}

func (r *CodingTaskResolver) ViewerCoded(ctx context.Context, t *analyse.CodingTask) ([]civic.ID, error) {
	return t.CodedBy(civic.ActorOf(ctx).Account), nil
}
