package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	analysedb "minyi/db/analyse"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	reportdb "minyi/db/report"
	"minyi/domain/analyse"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/report"
	"minyi/server/bundle"
)

// eachRow reads the rows of a list.
func eachRow[T any](b reportBundle, name string, list report.List, each func(T) error) error {
	for i := range list.Pages {
		text, err := b.page(name, i+1)
		if err != nil {
			return err
		}
		for line := range strings.Lines(text) {
			var row T
			raw, err := report.RowOf([]byte(line))
			if err == nil {
				err = json.Unmarshal(raw, &row)
			}
			if err == nil {
				err = each(row)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// writeComments writes the comments as the report counts them, and their words as everybody may read them now.
func (b reportBundle) writeComments() error {
	err := b.Table("comments", bundle.CommentFields, func(add bundle.Row) error {
		return eachRow(b, report.CommentsList, b.of.Frozen.Lists.Comments, func(c report.CommentRow) error {
			return add(c.Number, c.ClauseRef, string(c.Stance), string(c.Day), c.Endorsements, c.Hidden, base64.StdEncoding.EncodeToString(c.Leaf), c.Answer, (*string)(c.Outcome))
		})
	})
	if err != nil {
		return err
	}
	table, err := consultdb.ExportComments(b.ctx, b.db, civic.Actor{}, consult.ExportCommentsInput{ConsultationID: civic.IDOf(civic.ConsultationKind, b.of.ConsultationKey)})
	if err != nil {
		return err
	}
	column := map[string]int{}
	for i, c := range table.Columns {
		column[c.Key] = i
	}
	return b.Table("texts", bundle.TextFields, func(add bundle.Row) error {
		for row, err := range table.Rows(b.ctx, b.limit, anybodyMay) {
			if err == nil {
				err = add(row[column["number"]].Value, row[column["erased"]].Value, fmt.Sprint(row[column["state"]].Value), row[column["body"]].Value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeAnswers writes the official responses and their effects.
func (b reportBundle) writeAnswers() error {
	list := b.of.Frozen.Lists.Answers
	err := b.Table("answers", bundle.AnswerFields, func(add bundle.Row) error {
		return eachRow(b, report.AnswersList, list, func(a report.AnswerRow) error {
			return add(a.Number, string(a.Outcome), a.Comments, asJSON(a.Reasons), a.Theme, a.Campaign)
		})
	})
	if err != nil {
		return err
	}
	return b.Table("effects", bundle.EffectFields, func(add bundle.Row) error {
		return eachRow(b, report.AnswersList, list, func(a report.AnswerRow) error {
			for _, e := range a.Clauses {
				if err := add(a.Number, string(e.Effect), e.Clause, e.Label, e.NextClause); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// writeSurveys writes the questionnaires, and every count that the report publishes.
func (b reportBundle) writeSurveys() error {
	err := b.File("questionnaires", "questionnaires.json", "application/json", func(to io.Writer) error {
		all := []report.QuestionnaireRow{}
		err := eachRow(b, report.QuestionnairesList, b.of.Frozen.Lists.Questionnaires, func(q report.QuestionnaireRow) error {
			all = append(all, q)
			return nil
		})
		if err != nil {
			return err
		}
		return json.NewEncoder(to).Encode(all)
	})
	if err != nil {
		return err
	}
	return b.Table("surveys", bundle.SurveyFields, func(add bundle.Row) error {
		for _, s := range b.of.Frozen.Said.Surveys {
			for _, n := range s.Results.Counts() {
				question, row, base := "", "", ""
				if n.Question != nil {
					question = n.Question.Key
				}
				if n.Row != nil {
					row = n.Row.Key
				}
				if n.Share != nil {
					base = string(n.Base)
				}
				place := &n.Place
				if n.Place == 0 {
					place = nil
				}
				if err := add(s.Survey, n.Version, n.ID, question, row, answerText(n.Answer), place, n.Count, n.Share, base); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// answerText is an answer as the API names it.
func answerText(c civic.Cell) string {
	if c.Value == nil {
		return ""
	}
	return fmt.Sprint(c.Value)
}

func asJSON(v any) string {
	raw, _ := json.Marshal(v) // texts always marshal
	return string(raw)
}

// writeCoding writes the codebook and the campaigns, and the comments of both.
func (b reportBundle) writeCoding() error {
	id := civic.IDOf(civic.ConsultationKind, b.of.ConsultationKey)
	themes, err := analysedb.ThemesOf(b.ctx, b.db, civic.Actor{}, []civic.ID{id})
	if err != nil {
		return err
	}
	err = b.Table("themes", bundle.ThemeFields, func(add bundle.Row) error {
		for _, t := range themes[id] {
			parent := ""
			if t.ParentKey != nil {
				parent = civic.IDWithin(analyse.ThemeKind, t.ConsultationKey, *t.ParentKey).String()
			}
			if err := add(t.ID().String(), parent, asJSON(t.Titles), t.Definition, t.Example, t.Size); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = b.Table("codes", bundle.CodeFields, func(add bundle.Row) error {
		return eachComments(b, analysedb.CodesOf, func(number int, codes []analyse.CommentCode) error {
			for _, c := range codes {
				if err := add(number, civic.IDWithin(analyse.ThemeKind, c.ConsultationKey, c.ThemeKey).String(), string(c.Source)); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return b.writeCampaigns(id)
}

func (b reportBundle) writeCampaigns(id civic.ID) error {
	of, err := pg.Single(consultdb.ConsultationsByID(b.ctx, b.db, civic.Actor{}, []civic.ID{id}))
	if err != nil {
		return err
	}
	err = b.Table("campaigns", bundle.CampaignFields, func(add bundle.Row) error {
		first, after := 100, (*string)(nil)
		for more := true; more; {
			page, err := analysedb.Campaigns(b.ctx, b.db, *of, civic.PageArgs{First: &first, After: after})
			if err != nil {
				return err
			}
			for i, c := range page.Rows {
				if err := add(c.ID().String(), c.Size, c.People); err != nil {
					return err
				}
				after = new(page.Window.Cursor(page.Places[i]))
			}
			more = page.MoreAfter && len(page.Rows) > 0
		}
		return nil
	})
	if err != nil {
		return err
	}
	return b.Table("members", bundle.MemberFields, func(add bundle.Row) error {
		return eachComments(b, analysedb.CampaignsOfComments, func(number int, c analyse.Campaign) error { return add(number, c.ID().String()) })
	})
}

// eachComments finds something of each comment of the report, a page of comments at a time.
func eachComments[V any](b reportBundle, find func(context.Context, *pg.DB, civic.Actor, []civic.ID) (map[civic.ID]V, error), each func(number int, found V) error) error {
	list := b.of.Frozen.Lists.Comments
	for i := range list.Pages {
		keys, err := reportdb.CommentKeys(b.ctx, b.db, b.of, i+1)
		if err != nil {
			return err
		}
		ids := make([]civic.ID, len(keys))
		for n, key := range keys {
			ids[n] = civic.IDWithin(consult.CommentKind, b.of.ConsultationKey, key)
		}
		found, err := find(b.ctx, b.db, civic.Actor{}, ids)
		if err != nil {
			return err
		}
		for n, id := range ids {
			if v, has := found[id]; has {
				if err := each(i*list.PageRows+n+1, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
