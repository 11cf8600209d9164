// Package example fills an empty database with a small city, so that a newcomer can try the API out.
package example

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	civicdb "minyi/db/civic"
	consultdb "minyi/db/consult"
	"minyi/db/pg"
	policydb "minyi/db/policy"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/domain/survey"
	"minyi/server/signin"
)

// developmentIssuer makes the people of the example the owners of development tokens.
const developmentIssuer = signin.DevelopmentIssuer

var (
	//go:embed night-parks.txt
	nightParks string
	//go:embed lifts.txt
	lifts string
)

// departments are the departments of the example city.
var departments = []struct{ code, zh, en string }{
	{"PARKS", "园林局", "Parks Bureau"},
	{"HOUSING", "住房和城乡建设局", "Housing and Construction Bureau"},
}

// examplePolicy is one policy of the example city, with its draft and what residents say about it.
type examplePolicy struct {
	code, zh, en, text, note, basis, profile string
	closesOn                                 civic.Date
	survey                                   []survey.QuestionInput
	answers                                  func(resident int) []survey.AnswerInput
	comments                                 []comment
	responses                                []response                 // of a policy that is concluded
	changes                                  []string                   // of its text, each as the old words and the new ones
	summary                                  []civic.LocalizedTextInput // of its report
}

// launched is what the launch of a policy has made.
type launched struct {
	consultation consult.Consultation
	draft        policy.Draft
	comments     []civic.ID
}

// comment is one comment of a resident.
type comment struct {
	article int // 0 for a comment on the whole draft
	stance  consult.Stance
	body    string
}

// city creates the example with the same methods as the API, in the name of the people whose tokens the README makes. After
// the first error it does nothing more.
type city struct {
	db    *pg.DB
	ctx   context.Context
	today civic.Date
	err   error
}

// Seed fills a database that has no departments. The example has one open consultation with a survey, one closed consultation
// that waits for its official responses, one whose report is published and whose text is in force, two requests for information, and
// what a government tells beside them: an interpretation, two concerns, a topic column, an annual report and a catalogue.
func Seed(ctx context.Context, db *pg.DB) error {
	one := 1
	if had, err := civicdb.Departments(ctx, db, civic.PageArgs{First: &one}); err != nil || len(had.Rows) > 0 {
		return err
	}
	c := &city{db: db, ctx: ctx, today: civic.DateOf(time.Now(), db.Zone)}
	c.departments()
	inForce := eBikesPolicy(c.today.Add(1))
	concluded := c.launch(inForce)
	c.conclude(inForce, concluded)
	c.launch(parksPolicy(c.today.Add(45)))
	c.requests()
	c.openGovernment(concluded)
	closed := c.launch(liftsPolicy(c.today.Add(1)))
	c.keepError(consultdb.EndPeriod(ctx, db, closed.consultation.ID()))
	return c.err
}

func (c *city) departments() {
	for _, d := range departments {
		_, err := civicdb.CreateDepartment(c.ctx, c.db, c.person("admin", civic.Admin, ""), civic.CreateDepartmentInput{Code: d.code, Name: inBoth(d.zh, d.en)})
		c.keepError(err)
	}
}

// launch creates everything of a policy, from the policy record to the comments.
func (c *city) launch(p examplePolicy) launched {
	editor, publisher := c.person("editor", civic.Editor, p.code), c.person("publisher", civic.Publisher, p.code)
	record := must(c, func() (*policy.PolicyRecord, error) {
		return policydb.CreatePolicyRecord(c.ctx, c.db, editor, policy.CreatePolicyRecordInput{DepartmentID: c.department(p.code), Title: inBoth(p.zh, p.en), Kind: policy.NormativeDocument})
	})
	draft := must(c, func() (*policy.Draft, error) {
		return policydb.ImportDraft(c.ctx, c.db, editor, policy.ImportDraftInput{PolicyRecordID: record.ID(), Text: p.text, ExplanatoryNote: inChinese(p.note),
			LegalBases: []policy.LegalBasisInput{{Title: p.basis}}})
	})
	c.review(draft, p.code)
	launch := consult.LaunchConsultationInput{PolicyRecordID: record.ID(), DraftID: new(draft.ID()), Profile: &p.profile, ClosesOn: p.closesOn, IdentityLevel: civic.Pseudonymous, Moderation: consult.AfterPublishing,
		Notice: inBoth("欢迎就草案全文或者任一条款提出意见。", "Tell us what you think of the draft or of any of its clauses.")}
	survey := c.survey(p)
	if survey != nil {
		launch.SurveyIDs = []civic.ID{survey.ID()}
	}
	opened := must(c, func() (*consult.Consultation, error) {
		opened, err := consultdb.LaunchConsultation(c.ctx, c.db, publisher, launch)
		return opened.Consultation, err
	})
	c.answer(survey, p.answers)
	return launched{*opened, *draft, c.comment(*opened, *draft, p.comments)}
}

// review passes a draft through the three stages and the five gates of the review.
func (c *city) review(draft *policy.Draft, department string) {
	editor := c.person("editor", civic.Editor, department)
	must(c, func() (*policy.Draft, error) {
		return policydb.SubmitDraftForReview(c.ctx, c.db, editor, policy.SubmitDraftForReviewInput{DraftID: draft.ID()})
	})
	var passed []policy.GateVerdictInput
	for _, gate := range policy.ReviewGates {
		passed = append(passed, policy.GateVerdictInput{Gate: gate, Passed: true})
	}
	for _, step := range []struct {
		stage policy.ReviewStage
		by    civic.Actor
	}{
		{policy.StageEdit, editor},
		{policy.StageReview, c.person("reviewer", civic.Reviewer, department)},
		{policy.StagePublish, c.person("publisher", civic.Publisher, department)},
	} {
		must(c, func() (*policy.Draft, error) {
			return policydb.RecordReview(c.ctx, c.db, step.by, policy.RecordReviewInput{DraftID: draft.ID(), Stage: step.stage, Decision: policy.Approve, Verdicts: passed, ContentHash: draft.ContentHash})
		})
	}
}

// survey creates the policy's survey. It returns nil if the policy has none.
func (c *city) survey(p examplePolicy) *survey.Survey {
	if len(p.survey) == 0 {
		return nil
	}
	return must(c, func() (*survey.Survey, error) {
		return surveydb.CreateSurvey(c.ctx, c.db, c.person("editor", civic.Editor, p.code), survey.CreateSurveyInput{DepartmentID: c.department(p.code),
			Title: inBoth(p.zh+"问卷", "Survey: "+p.en), Questions: p.survey, ResultsVisibility: survey.Live})
	})
}

// comment submits each comment as another resident. The next resident endorses the comment.
func (c *city) comment(on consult.Consultation, draft policy.Draft, comments []comment) (ids []civic.ID) {
	for i, said := range comments {
		in := consult.SubmitCommentInput{ConsultationID: on.ID(), Stance: said.stance, Body: said.body, ClauseID: c.article(draft, said.article)}
		made := must(c, func() (*consult.Comment, error) { return consultdb.SubmitComment(c.ctx, c.db, c.resident(i), in) })
		must(c, func() (*consult.Comment, error) {
			return consultdb.EndorseComment(c.ctx, c.db, c.resident(i+1), consult.EndorseCommentInput{CommentID: made.ID()})
		})
		ids = append(ids, made.ID())
	}
	return ids
}

// article finds the id of a draft's article by its number. It returns nil for 0, the whole draft.
func (c *city) article(draft policy.Draft, number int) *civic.ID {
	if number == 0 || c.err != nil {
		return nil
	}
	found, err := policydb.Clauses(c.ctx, c.db, draft, civic.PageArgs{}, policy.ClauseFilter{Kinds: []legaltext.ClauseKind{legaltext.Article}, Number: &number})
	if c.keepError(err); c.err != nil || len(found.Rows) == 0 {
		return nil
	}
	return new(found.Rows[0].ID())
}

// answer fills a survey in for a dozen residents.
func (c *city) answer(questionnaire *survey.Survey, answers func(resident int) []survey.AnswerInput) {
	if questionnaire == nil {
		return
	}
	for i := range 12 {
		must(c, func() (*survey.SurveyResponse, error) {
			return surveydb.SubmitSurveyResponse(c.ctx, c.db, c.resident(i), survey.SubmitSurveyResponseInput{SurveyID: questionnaire.ID(), Answers: answers(i)})
		})
	}
}

// person returns a member of the staff, with the account of the README's token for this subject.
func (c *city) person(subject string, role civic.Role, department string) civic.Actor {
	grant := civic.RoleGrant{Role: role}
	if department != "" {
		grant.Department = &department
	}
	actor := c.resident(0)
	account, err := civicdb.Account(c.ctx, c.db, developmentIssuer, subject)
	c.keepError(err)
	actor.Account, actor.Name, actor.Roles = account, subject, []civic.RoleGrant{grant}
	return actor
}

// resident returns one of the residents.
func (c *city) resident(i int) civic.Actor {
	account, err := civicdb.Account(c.ctx, c.db, developmentIssuer, fmt.Sprintf("resident-%d", i))
	c.keepError(err)
	return civic.Actor{Account: account, Assurance: civic.Pseudonymous}
}

// department finds a department's id by its code.
func (c *city) department(code string) civic.ID {
	all, err := civicdb.Departments(c.ctx, c.db, civic.PageArgs{})
	c.keepError(err)
	for _, d := range all.Rows {
		if d.Code == code {
			return d.ID()
		}
	}
	return civic.ID{}
}

// keepError keeps the first error.
func (c *city) keepError(err error) {
	if c.err == nil {
		c.err = err
	}
}

// must runs a step unless an earlier step failed. After a failure it returns an empty value, so that the caller needs no check.
func must[T any](c *city, step func() (*T, error)) *T {
	if c.err == nil {
		made, err := step()
		if c.keepError(err); err == nil {
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
