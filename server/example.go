package main

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	civicdb "minyi/db/civic"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/survey"
)

var (
	//go:embed example/night-parks.txt
	nightParks string
	//go:embed example/lifts.txt
	lifts string
)

// exampleDepartments are the departments of the example city.
var exampleDepartments = []struct{ code, zh, en string }{
	{"PARKS", "园林局", "Parks Bureau"},
	{"HOUSING", "住房和城乡建设局", "Housing and Construction Bureau"},
}

// examplePolicy is one policy of the example city on its way to the public.
type examplePolicy struct {
	code, zh, en, text, note, basis, profile string
	closesOn                                 civic.Date
	survey                                   []survey.QuestionInput
	comments                                 []exampleComment
}

// exampleComment is what a resident of the example city says on the article with a number, or on the whole.
type exampleComment struct {
	article int
	stance  consult.Stance
	body    string
}

// city makes the example through the same methods that the API uses, as the people whose tokens the README makes. After the
// first error it does nothing more.
type city struct {
	db  *pg.DB
	ctx context.Context
	err error
}

// seedExample fills a database that has no department with a small city to try things out on: one consultation that is
// open, with a survey, and one that has closed and waits for its answers.
func seedExample(ctx context.Context, db *pg.DB) error {
	one := 1
	if had, err := civicdb.Departments(ctx, db, civic.PageArgs{First: &one}); err != nil || len(had.Rows) > 0 {
		return err
	}
	c := &city{db: db, ctx: ctx}
	today := civic.DateOf(time.Now(), time.UTC)
	c.departments()
	c.launch(parksPolicy(today.Add(45)))
	closed := c.launch(liftsPolicy(today.Add(1)))
	if c.err == nil {
		c.err = consultdb.EndPeriod(ctx, db, closed)
	}
	return c.err
}

func (c *city) departments() {
	for _, d := range exampleDepartments {
		_, err := civicdb.CreateDepartment(c.ctx, c.db, c.person("admin", civic.Admin, ""), civic.CreateDepartmentInput{Code: d.code, Name: inBoth(d.zh, d.en)})
		c.failed(err)
	}
}

// launch takes a policy from its text to its comments and gives its consultation.
func (c *city) launch(p examplePolicy) civic.ID {
	editor, publisher := c.person("editor", civic.Editor, p.code), c.person("publisher", civic.Publisher, p.code)
	record := must(c, func() (*consult.PolicyRecord, error) {
		return consultdb.CreatePolicyRecord(c.ctx, c.db, editor, consult.CreatePolicyRecordInput{DepartmentID: c.department(p.code), Title: inBoth(p.zh, p.en), Kind: consult.NormativeDocument})
	})
	draft := must(c, func() (*consult.Draft, error) {
		return consultdb.ImportDraft(c.ctx, c.db, editor, consult.ImportDraftInput{PolicyRecordID: record.ID(), Text: p.text, ExplanatoryNote: inChinese(p.note),
			LegalBases: []consult.LegalBasisInput{{Title: p.basis}}})
	})
	c.review(draft, p.code)
	launch := consult.LaunchConsultationInput{PolicyRecordID: record.ID(), DraftID: new(draft.ID()), Profile: &p.profile, ClosesOn: p.closesOn, IdentityLevel: civic.Pseudonymous, Moderation: consult.AfterPublishing,
		Notice: inBoth("欢迎就草案全文或者任一条款提出意见。", "Tell us what you think of the draft or of any of its clauses.")}
	survey := c.survey(p)
	if survey != nil {
		launch.SurveyIDs = []civic.ID{survey.ID()}
	}
	launched := must(c, func() (*consult.Consultation, error) {
		launched, err := consultdb.LaunchConsultation(c.ctx, c.db, publisher, launch)
		return launched.Consultation, err
	})
	c.comment(*launched, *draft, p.comments)
	c.answer(survey)
	return launched.ID()
}

// review takes a draft past the three levels and the five gates.
func (c *city) review(draft *consult.Draft, department string) {
	editor := c.person("editor", civic.Editor, department)
	must(c, func() (*consult.Draft, error) {
		return consultdb.SubmitDraft(c.ctx, c.db, editor, consult.SubmitDraftForReviewInput{DraftID: draft.ID()})
	})
	var passed []consult.GateVerdictInput
	for _, gate := range consult.ReviewGates {
		passed = append(passed, consult.GateVerdictInput{Gate: gate, Passed: true})
	}
	for _, step := range []struct {
		stage consult.ReviewStage
		by    civic.Actor
	}{
		{consult.StageEdit, editor},
		{consult.StageReview, c.person("reviewer", civic.Reviewer, department)},
		{consult.StagePublish, c.person("publisher", civic.Publisher, department)},
	} {
		must(c, func() (*consult.Draft, error) {
			return consultdb.RecordReview(c.ctx, c.db, step.by, consult.RecordReviewInput{DraftID: draft.ID(), Stage: step.stage, Decision: consult.Approve, Verdicts: passed, ContentHash: draft.ContentHash})
		})
	}
}

// survey writes the policy's survey; nil where it has none.
func (c *city) survey(p examplePolicy) *survey.Survey {
	if len(p.survey) == 0 {
		return nil
	}
	return must(c, func() (*survey.Survey, error) {
		return surveydb.CreateSurvey(c.ctx, c.db, c.person("editor", civic.Editor, p.code), survey.CreateSurveyInput{DepartmentID: c.department(p.code),
			Title: inBoth(p.zh+"问卷", "Survey: "+p.en), Questions: p.survey, ResultsVisibility: survey.Live})
	})
}

// comment lets each comment be made by a resident of its own, whom the next one joins.
func (c *city) comment(on consult.Consultation, draft consult.Draft, comments []exampleComment) {
	for i, said := range comments {
		in := consult.SubmitCommentInput{ConsultationID: on.ID(), Stance: said.stance, Body: said.body, ClauseID: c.article(draft, said.article)}
		made := must(c, func() (*consult.Comment, error) { return consultdb.SubmitComment(c.ctx, c.db, c.resident(i), in) })
		must(c, func() (*consult.Comment, error) {
			return consultdb.EndorseComment(c.ctx, c.db, c.resident(i+1), consult.EndorseCommentInput{CommentID: made.ID()})
		})
	}
}

// article finds the id of a draft's article by its number; nil for 0, which is the whole.
func (c *city) article(draft consult.Draft, number int) *civic.ID {
	if number == 0 || c.err != nil {
		return nil
	}
	found, err := consultdb.Clauses(c.ctx, c.db, draft, civic.PageArgs{}, consult.ClauseFilter{Kinds: []legaltext.ClauseKind{legaltext.Article}, Number: &number})
	if c.failed(err); c.err != nil || len(found.Rows) == 0 {
		return nil
	}
	return new(found.Rows[0].ID())
}

// answer fills a survey in, each time differently.
func (c *city) answer(questionnaire *survey.Survey) {
	if questionnaire == nil {
		return
	}
	for i := range 12 {
		often := []string{"daily", "weekly", "never"}[i%3]
		answers := []survey.AnswerInput{{Question: "often", Choices: []string{often}}, {Question: "closing", Number: new(float64(20 + i%4))}}
		if often != "never" {
			answers = append(answers, survey.AnswerInput{Question: "use", Choices: []string{"walk", []string{"run", "dance"}[i%2]}})
		}
		must(c, func() (*survey.SurveyResponse, error) {
			return surveydb.SubmitSurveyResponse(c.ctx, c.db, c.resident(i), survey.SubmitSurveyResponseInput{SurveyID: questionnaire.ID(), Answers: answers})
		})
	}
}

// person is a member of the staff, known by the subject of the tokens that the README makes.
func (c *city) person(subject string, role civic.Role, department string) civic.Actor {
	grant := civic.RoleGrant{Role: role}
	if department != "" {
		grant.Department = &department
	}
	actor := c.resident(0)
	account, err := civicdb.Account(c.ctx, c.db, developmentIssuer, subject)
	c.failed(err)
	actor.Account, actor.Name, actor.Roles = account, subject, []civic.RoleGrant{grant}
	return actor
}

// resident is one of the people of the city.
func (c *city) resident(i int) civic.Actor {
	account, err := civicdb.Account(c.ctx, c.db, developmentIssuer, fmt.Sprintf("resident-%d", i))
	c.failed(err)
	return civic.Actor{Account: account, Assurance: civic.Pseudonymous}
}

// department finds a department's id by its code.
func (c *city) department(code string) civic.ID {
	all, err := civicdb.Departments(c.ctx, c.db, civic.PageArgs{})
	c.failed(err)
	for _, d := range all.Rows {
		if d.Code == code {
			return d.ID()
		}
	}
	return civic.ID{}
}

// failed keeps the first error.
func (c *city) failed(err error) {
	if c.err == nil {
		c.err = err
	}
}

// must takes a step unless one failed before; it then gives a thing that only serves to go on with nothing.
func must[T any](c *city, step func() (*T, error)) *T {
	if c.err == nil {
		made, err := step()
		if c.failed(err); err == nil {
			return made
		}
	}
	return new(T)
}

func inChinese(text string) []civic.LocalizedTextInput {
	return []civic.LocalizedTextInput{{Locale: civic.Chinese, Text: text}}
}

func inBoth(zh, en string) []civic.LocalizedTextInput {
	return append(inChinese(zh), civic.LocalizedTextInput{Locale: civic.English, Text: en})
}
