package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

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
	"minyi/server/progress"
)

// secret keys the hashes of people and the tokens of a bench's server.
const secret = "a secret of the bench, which guards nothing at all"

// issuer is that of the server's development tokens.
const issuer = "minyi-development"

//go:embed tallies.sql
var tallies string

// publications publishes the results of the surveys as they stand.
const publications = `INSERT INTO survey_publications (consultation_id, survey_id, closed, counters, amounts)
	SELECT t.consultation_id, t.subject_id, false, array_agg(t.counter), array_agg(t.amount) FROM tallies t JOIN surveys s ON s.id = t.subject_id GROUP BY 1, 2`

// builder makes consultations by the methods that the API uses. Afterwards it copies in the comments and responses.
type builder struct {
	*city
	ctx     context.Context
	db      *pg.DB
	offices []civic.ID
	staff   []civic.Actor // an editor, a reviewer and a publisher of every office
	held    []held

	whole   size // of the city when it is complete
	said    size // how much is copied in so far
	began   time.Time
	words   sayings
	counted map[carriedSurvey]map[string]int64 // the counters of each survey
}

// held is a consultation with its clauses and its survey.
type held struct {
	key     uuid.UUID
	clauses []uuid.UUID
	survey  uuid.UUID // uuid.Nil if there is none
}

// build fills an empty database.
func (c *city) build(ctx context.Context) error {
	b, err := newBuilder(ctx, c)
	if err != nil {
		return err
	}
	defer b.db.Close()
	if err := b.found(); err != nil {
		return err
	}
	if err := b.fill(c.Size); err != nil {
		return err
	}
	return c.keep(ctx)
}

// newBuilder begins with an empty database. Commits do not wait for the disk, because a city that is not complete is built again.
func newBuilder(ctx context.Context, c *city) (*builder, error) {
	opened, err := pg.Open(ctx, c.place.url+"&options=-c%20synchronous_commit%3Doff", pg.Options{Secret: []byte(secret), MaxConns: 20})
	return &builder{city: c, ctx: ctx, db: opened, whole: c.Size, began: time.Now().AddDate(0, 0, -35), words: newSayings(1), counted: map[carriedSurvey]map[string]int64{}}, err
}

// found makes everything but comments and responses.
func (b *builder) found() error {
	return inOrder(b.people, b.departments, b.consultations, b.outcomes, func() error {
		return b.place.exec(b.ctx, `CREATE TABLE bench_compact (consultation_id uuid, id uuid, survey_id uuid, answers jsonb, PRIMARY KEY (consultation_id, id))`)
	})
}

// fill adds comments and responses until there are as many as the size has. It drops the index for searches and builds it at the end,
// which is much faster.
func (b *builder) fill(to size) error {
	b.Size = to
	err := inOrder(func() error {
		return b.place.exec(b.ctx, `DROP INDEX IF EXISTS comments_by_grams`, `DELETE FROM tallies`, `DELETE FROM survey_publications`)
	},
		b.copyComments, b.copyResponses, b.answer, b.count)
	b.said = to
	return err
}

// inOrder runs steps until one fails.
func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// person is the name in the tokens of one of the people.
func person(i int) string { return fmt.Sprintf("person-%d", i) }

// people opens the accounts.
func (b *builder) people() error {
	told := progress.Begin(os.Stderr, "accounts")
	defer told.End()
	var failed error
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := worker; i < b.Size.People && b.ctx.Err() == nil; i += 8 {
				if _, err := civicdb.Account(b.ctx, b.db, issuer, person(i)); err != nil {
					failed = err
					return
				}
				told.Add(1)
			}
		})
	}
	all.Wait()
	return failed
}

const offices = 12

func (b *builder) departments() error {
	admin := civic.Actor{Account: civic.NewKey(), Roles: []civic.RoleGrant{{Role: civic.Admin}}}
	staff := []civic.Actor{{Account: civic.NewKey(), Name: "editor"}, {Account: civic.NewKey(), Name: "reviewer"}, {Account: civic.NewKey(), Name: "publisher"}}
	for i := range offices {
		code := fmt.Sprintf("OFFICE_%d", i)
		made, err := civicdb.CreateDepartment(b.ctx, b.db, admin, civic.CreateDepartmentInput{Code: code, Name: chinese(fmt.Sprintf("第%d局", i))})
		if err != nil {
			return err
		}
		b.offices = append(b.offices, made.ID())
		for j, role := range []civic.Role{civic.Editor, civic.Reviewer, civic.Publisher} {
			staff[j].Roles = append(staff[j].Roles, civic.RoleGrant{Role: role, Department: &code})
		}
	}
	b.staff = staff
	return nil
}

// consultations makes all consultations, sets their periods as the size says, and keeps the keys of those that workloads ask for.
func (b *builder) consultations() error {
	for i := range b.Size.Consultations {
		made, err := b.consultation(i)
		if err != nil {
			return err
		}
		b.held = append(b.held, made)
		period := `opens_at = now() - interval '40 days', closes_at = now() + interval '9 years' + $2 * interval '1 hour'`
		if !b.open(i) {
			period = `opens_at = now() - interval '90 days' + $2 * interval '1 second', closes_at = now() - interval '5 days'`
		}
		if _, err := b.place.sql.ExecContext(b.ctx, `UPDATE consultations SET `+period+` WHERE id = $1`, made.key, i); err != nil {
			return err
		}
	}
	b.Great, b.Carrier, b.Written = b.held[0].key, b.held[1].key, b.held[2].key
	b.Survey, b.Form, b.Clause = b.held[1].survey, b.held[2].survey, b.held[2].clauses[0]
	return nil
}

// open tells whether the consultation of this number is in its comment period.
func (b *builder) open(i int) bool { return 1 <= i && i <= b.Size.Open }

// otherSurveys is how many consultations after the third carry a survey too. Each of these surveys is the same as the great one.
const otherSurveys = 100

// consultation takes one policy from its text to its period. The second and those after it carry a survey.
func (b *builder) consultation(i int) (held, error) {
	ctx, office, editor := b.ctx, b.offices[i%offices], b.staff[0]
	title := chinese(fmt.Sprintf("城市公园夜间开放管理办法（第%d号）", i))
	record, err := policydb.CreatePolicyRecord(ctx, b.db, editor, policy.CreatePolicyRecordInput{DepartmentID: office, Title: title, Kind: policy.NormativeDocument})
	if err != nil {
		return held{}, err
	}
	draft, err := policydb.ImportDraft(ctx, b.db, editor, policy.ImportDraftInput{PolicyRecordID: record.ID(), Text: articles(), LegalBases: []policy.LegalBasisInput{{Title: "城市绿化条例"}}})
	if err != nil {
		return held{}, err
	}
	if err := b.release(draft); err != nil {
		return held{}, err
	}
	made := held{}
	launch := consult.LaunchConsultationInput{PolicyRecordID: record.ID(), DraftID: new(draft.ID()), Title: title, Profile: new("CN_NORMATIVE"),
		ClosesOn: civic.DateOf(time.Now(), time.UTC).Add(90), IdentityLevel: civic.Pseudonymous, Moderation: consult.AfterPublishing, Notice: chinese("欢迎就草案全文或者任一条款提出意见。")}
	if 1 <= i && i <= 2+otherSurveys {
		questionnaire, err := surveydb.CreateSurvey(ctx, b.db, editor, survey.CreateSurveyInput{DepartmentID: office, Title: title, Questions: tenQuestions(), ResultsVisibility: survey.Live})
		if err != nil {
			return held{}, err
		}
		made.survey, launch.SurveyIDs = questionnaire.Key, []civic.ID{questionnaire.ID()}
	}
	launched, err := consultdb.LaunchConsultation(ctx, b.db, b.staff[2], launch)
	if err != nil {
		return held{}, err
	}
	made.key = launched.Consultation.Key
	clauses, err := policydb.Clauses(ctx, b.db, *draft, civic.PageArgs{First: new(100)}, policy.ClauseFilter{Kinds: []legaltext.ClauseKind{legaltext.Article}})
	for _, c := range clauses.Rows {
		made.clauses = append(made.clauses, c.Key)
	}
	return made, err
}

// release takes a draft past the three levels and the five gates.
func (b *builder) release(draft *policy.Draft) error {
	if _, err := policydb.SubmitDraftForReview(b.ctx, b.db, b.staff[0], policy.SubmitDraftForReviewInput{DraftID: draft.ID()}); err != nil {
		return err
	}
	var passed []policy.GateVerdictInput
	for _, gate := range policy.ReviewGates {
		passed = append(passed, policy.GateVerdictInput{Gate: gate, Passed: true})
	}
	for i, stage := range []policy.ReviewStage{policy.StageEdit, policy.StageReview, policy.StagePublish} {
		if _, err := policydb.RecordReview(b.ctx, b.db, b.staff[i], policy.RecordReviewInput{DraftID: draft.ID(), Stage: stage, Decision: policy.Approve,
			Verdicts: passed, ContentHash: draft.ContentHash}); err != nil {
			return err
		}
	}
	return nil
}

// articles is a draft of thirty articles.
func articles() string {
	numbers := strings.Fields("一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十 二十一 二十二 二十三 二十四 二十五 二十六 二十七 二十八 二十九 三十")
	var text strings.Builder
	text.WriteString("城市公园夜间开放管理办法\n")
	for i, number := range numbers {
		fmt.Fprintf(&text, "\n第%s条 公园管理单位应当按照第%d项要求，做好夜间开放的照明、保洁和安全工作。\n", number, i+1)
	}
	return text.String()
}

// officialResponses is how many official responses a closed consultation has.
const officialResponses = 100

// outcomes gives each consultation that has closed its official responses.
func (b *builder) outcomes() error {
	reason := civic.Localize(chinese("您的意见已经认真研究，将在修改草案时予以考虑，具体做法见第十条。"))
	outcomes := []consult.AdoptionOutcome{consult.Adopted, consult.PartiallyAdopted, consult.NotAdopted}
	return b.copied(`official_responses (consultation_id, id, outcome, reason, created_by, published_at)`, func(write func(...any) error) error {
		for i := range officialResponses * len(b.held) {
			if about := i % len(b.held); !b.open(about) {
				if err := write(b.held[about].key, civic.NewKey(), outcomes[i%3], reason, b.staff[0].Account, time.Now()); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// answer gives four of five comments on each consultation that has closed one of its official responses.
func (b *builder) answer() error {
	return b.place.exec(b.ctx, `
		INSERT INTO answered_comments (consultation_id, comment_id, official_response_id)
		SELECT m.consultation_id, m.id, o.ids[1 + m.n % cardinality(o.ids)] FROM
		  (SELECT consultation_id, id, row_number() OVER (PARTITION BY consultation_id ORDER BY id) AS n FROM comments) m
		  JOIN (SELECT consultation_id, array_agg(id) AS ids FROM official_responses GROUP BY 1) o USING (consultation_id)
		WHERE m.n % 5 <> 0 ON CONFLICT DO NOTHING`)
}

// count fills the tallies with the counts of what was copied in.
func (b *builder) count() error {
	fmt.Fprintln(os.Stderr, "counting, and building the index of words")
	return b.place.exec(b.ctx, `CREATE INDEX comments_by_grams ON comments USING gin (grams) WITH (gin_pending_list_limit = 65536)`, tallies, publications, `VACUUM (FREEZE, ANALYZE)`, `CHECKPOINT`)
}
