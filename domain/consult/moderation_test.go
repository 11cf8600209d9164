package consult

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
)

// describeModeration describes the result of a moderation in one line.
func describeModeration(c Comment, differs bool, err error) string {
	said := []string{string(c.State)}
	if c.HiddenReason != nil {
		said = append(said, string(*c.HiddenReason))
	}
	if c.HiddenNote != nil {
		said = append(said, *c.HiddenNote)
	}
	if c.AwaitsDecision || c.OpenReports > 0 {
		said = append(said, fmt.Sprint("waits, reports ", c.OpenReports))
	}
	if differs {
		said = append(said, "differs")
	}
	return strings.Join(append(said, codesIn(err)), " ")
}

func TestModeration(t *testing.T) {
	t.Parallel()
	insult, hate := ModerationReason("INSULT"), ModerationReason("HATE")
	pending := Comment{State: CommentPending, AwaitsDecision: true}
	published := Comment{State: CommentPublished}
	reported := Comment{State: CommentPublished, AwaitsDecision: true, OpenReports: 3}
	hidden := Comment{State: CommentIsHidden, HiddenReason: &insult, HiddenNote: new("第二句")}
	reworded := hidden
	reworded.AwaitsDecision = true
	publish, restore := Verdict{Decision: DecidePublish}, Verdict{Decision: DecideRestore}
	hide := func(reason ModerationReason, note *string) Verdict { return Verdict{DecideHide, &reason, note} }
	for name, c := range map[string]struct {
		was  Comment
		v    Verdict
		want string
	}{
		"publish a pending one":           {pending, publish, "PUBLISHED differs "},
		"hide a pending one":              {pending, hide(hate, nil), "HIDDEN HATE differs "},
		"restore a pending one":           {pending, restore, "PENDING waits, reports 0 WRONG_MODERATION_STATE"},
		"publish a published one":         {published, publish, "PUBLISHED "},
		"hide a published one":            {published, hide(insult, new("第一句")), "HIDDEN INSULT 第一句 differs "},
		"restore a published one":         {published, restore, "PUBLISHED "},
		"keep a reported one":             {reported, publish, "PUBLISHED differs "},
		"hide a reported one":             {reported, hide(insult, nil), "HIDDEN INSULT differs "},
		"restore a reported one":          {reported, restore, "PUBLISHED waits, reports 3 "},
		"publish a hidden one":            {hidden, publish, "HIDDEN INSULT 第二句 WRONG_MODERATION_STATE"},
		"restore a hidden one":            {hidden, restore, "PUBLISHED differs "},
		"hide a hidden one as it is":      {hidden, hide(insult, new("第二句")), "HIDDEN INSULT 第二句 "},
		"hide a hidden one, another note": {hidden, hide(insult, nil), "HIDDEN INSULT differs "},
		"hide a hidden one, another why":  {hidden, hide(hate, new("第二句")), "HIDDEN HATE 第二句 differs "},
		"hide a hidden one's new words":   {reworded, hide(insult, new("第二句")), "HIDDEN INSULT 第二句 differs "},
		"restore a hidden one's words":    {reworded, restore, "PUBLISHED differs "},
	} {
		if got := describeModeration(c.was.Moderated(c.v)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSecondVerdictChangesNothing(t *testing.T) {
	t.Parallel()
	insult := ModerationReason("INSULT")
	for _, was := range []Comment{{State: CommentPending, AwaitsDecision: true}, {State: CommentPublished}, {State: CommentPublished, AwaitsDecision: true, OpenReports: 2},
		{State: CommentIsHidden, HiddenReason: &insult}, {State: CommentIsHidden, HiddenReason: &insult, AwaitsDecision: true}} {
		for _, v := range []Verdict{{Decision: DecidePublish}, {DecideHide, &insult, new("因为")}, {Decision: DecideRestore}} {
			once, _, err := was.Moderated(v)
			if err != nil {
				continue
			}
			if twice, differs, err := once.Moderated(v); twice != once || differs || err != nil {
				t.Errorf("%s of %+v: then %+v, %v, %v", v.Decision, was, twice, differs, err)
			}
		}
	}
}

func TestVerdictsAreChecked(t *testing.T) {
	t.Parallel()
	reason := func(r ModerationReason) *ModerationReason { return &r }
	for name, c := range map[string]struct {
		v    Verdict
		want string
	}{
		"publish":                  {Verdict{Decision: DecidePublish}, ""},
		"publish for a reason":     {Verdict{DecidePublish, reason("HATE"), new("x")}, "INVALID INVALID"},
		"restore with a note":      {Verdict{DecideRestore, nil, new("x")}, "INVALID"},
		"hide":                     {Verdict{DecideHide, reason("HATE"), nil}, ""},
		"hide for no reason":       {Verdict{DecideHide, nil, new("x")}, "REASON_REQUIRED"},
		"hide for another reason":  {Verdict{DecideHide, reason(ReasonOther), nil}, "REASON_REQUIRED"},
		"hide, and say which":      {Verdict{DecideHide, reason(ReasonOther), new("与他人约定发表")}, ""},
		"hide with an empty note":  {Verdict{DecideHide, reason("HATE"), new(" ")}, "EMPTY"},
		"hide with 1,000":          {Verdict{DecideHide, reason("HATE"), new(strings.Repeat("字", 1000))}, ""},
		"hide with too long words": {Verdict{DecideHide, reason("HATE"), new(strings.Repeat("字", 1001))}, "TOO_LONG"},
	} {
		if got := codesIn(c.v.check()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWordsFor(t *testing.T) {
	t.Parallel()
	author := civic.Actor{Account: civic.NewKey()}
	in := func(role civic.Role, department string) civic.Actor {
		return civic.Actor{Account: civic.NewKey(), Roles: []civic.RoleGrant{{Role: role, Department: &department}}}
	}
	auditor := civic.Actor{Account: civic.NewKey(), Roles: []civic.RoleGrant{{Role: civic.Auditor}}}
	for name, c := range map[string]struct {
		state ModerationState
		by    civic.Actor
		reads bool
	}{
		"anybody what is published":         {CommentPublished, civic.Actor{}, true},
		"nobody what is hidden":             {CommentIsHidden, civic.Actor{}, false},
		"a resident":                        {CommentIsHidden, civic.Actor{Account: civic.NewKey()}, false},
		"its author":                        {CommentIsHidden, author, true},
		"a moderator":                       {CommentIsHidden, in(civic.Moderator, "HOUSING"), true},
		"a moderator of another department": {CommentIsHidden, in(civic.Moderator, "PARKS"), false},
		"an editor":                         {CommentIsHidden, in(civic.Editor, "HOUSING"), false},
		"an auditor":                        {CommentIsHidden, auditor, true},
	} {
		words := Comment{State: c.state, Body: "说过的话", Author: author.Account}.WordsFor(c.by, "HOUSING")
		if (words != nil) != c.reads || c.reads && *words != "说过的话" {
			t.Errorf("%s: %v", name, words)
		}
	}
}

func TestNewWordsWait(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state ModerationState
		mode  ModerationMode
		in    EditCommentInput
		want  ModerationState
		waits bool
	}{
		"published before":            {CommentPublished, BeforePublishing, EditCommentInput{Body: new("新")}, CommentPending, true},
		"published after":             {CommentPublished, AfterPublishing, EditCommentInput{Body: new("新")}, CommentPublished, false},
		"hidden before":               {CommentIsHidden, BeforePublishing, EditCommentInput{Body: new("新")}, CommentIsHidden, true},
		"hidden after":                {CommentIsHidden, AfterPublishing, EditCommentInput{Body: new("新")}, CommentIsHidden, true},
		"another stance":              {CommentPublished, BeforePublishing, EditCommentInput{Stance: new(Oppose)}, CommentPublished, false},
		"another stance, hidden":      {CommentIsHidden, BeforePublishing, EditCommentInput{Stance: new(Oppose)}, CommentIsHidden, false},
		"the same words":              {CommentPublished, BeforePublishing, EditCommentInput{Body: new("旧"), Stance: new(Oppose)}, CommentPublished, false},
		"words of one that waits yet": {CommentPending, BeforePublishing, EditCommentInput{Body: new("新")}, CommentPending, true},
	} {
		was := Comment{State: c.state, Body: "旧", Stance: Support, AwaitsDecision: c.state == CommentPending, EditedAt: new(time.Time{})}
		got, differs := was.Edited(c.in, c.mode)
		if got.State != c.want || got.AwaitsDecision != c.waits || !differs {
			t.Errorf("%s: %s, waits %v, differs %v", name, got.State, got.AwaitsDecision, differs)
		}
	}
}
