package graph_test

import (
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/graphtest"
)

// moderationPaths are all ways that lead to comments. Each names those of the ids of moderationSecrets that it needs.
var moderationPaths = map[string]string{
	"node":          `query ($hidden: ID!) { node(id: $hidden) { ... on Comment { body } } }`,
	"nodes":         `query ($hidden: ID!, $pending: ID!) { nodes(ids: [$hidden, $pending]) { ... on Comment { body moderationCase { reports { note } } } } }`,
	"list":          `query ($id: ID!) { consultation(id: $id) { comments(first: 100) { totalCount edges { cursor node { body } } } } }`,
	"from the back": `query ($id: ID!) { consultation(id: $id) { comments(last: 100, orderBy: OLDEST) { nodes { body } } } }`,
	"the answer":    `query ($answer: ID!) { node(id: $answer) { ... on OfficialResponse { comments { totalCount nodes { body } } } } }`,
	"all answers":   `query ($id: ID!) { consultation(id: $id) { officialResponses { nodes { comments { nodes { body } } } } } }`,
	"the way back":  `query ($clause: ID!) { node(id: $clause) { ... on Clause { provenance { officialResponse { comments { nodes { body } } } } } } }`,
	"the report":    `query ($report: ID!) { node(id: $report) { ... on FeedbackReport { content consultation { comments { nodes { body } } } } } }`,
	"the record":    `query ($record: ID!) { policyRecord(id: $record) { consultations { nodes { comments { nodes { body } } } } feedbackReports { content } timeline { nodes { subject { ... on Consultation { comments { nodes { body } } } } } } } }`,
	"the queue":     `query ($id: ID!) { consultation(id: $id) { moderationQueue { totalCount nodes { body } } } }`,
	"a report":      `mutation ($hidden: ID!) { reportComment(input: {commentId: $hidden, reason: HATE}) { comment { body } userErrors { code } } }`,
	"a dispute":     `mutation ($hidden: ID!) { disputeAuthorship(input: {commentId: $hidden, statement: "x"}) { comment { body } userErrors { code } } }`,
	"an edit":       `mutation ($hidden: ID!) { editComment(input: {commentId: $hidden, body: "x"}) { comment { body } userErrors { code } } }`,
	"a decision":    `mutation ($hidden: ID!) { moderateComment(input: {commentId: $hidden, decision: HIDE, reason: HATE}) { comment { body } userErrors { code } } }`,
	"endorsing":     `mutation ($hidden: ID!) { endorseComment(input: {commentId: $hidden}) { comment { body } userErrors { code } } }`,
	"leaving":       `mutation ($hidden: ID!) { withdrawEndorsement(input: {commentId: $hidden}) { comment { body } userErrors { code } } }`,
}

// moderationSecrets is a consultation in which one comment is hidden and answered, and another waits.
type moderationSecrets struct {
	city  *graphtest.City
	asked graphtest.Asked
	ids   map[string]string // the variables of the paths
}

func newModerationSecrets(t *testing.T) moderationSecrets {
	t.Helper()
	s := moderationSecrets{city: graphtest.New(t)}
	s.asked = s.city.PutToPublic(premoderated...)
	li, moderator := s.city.Resident("li"), s.city.Moderator()
	s.ids = map[string]string{"id": s.asked.Consultation, "clause": s.asked.Clauses[0], "record": s.asked.Record}
	for _, words := range []string{"hidden", "pending", "open"} {
		s.ids[words] = commentOn(li, map[string]any{"consultationId": s.asked.Consultation, "clauseId": s.asked.Clauses[0], "body": "secret of " + words})
	}
	moderator.Must(moderateComment, "input", decideOn(s.ids["open"], "PUBLISH"))
	moderator.Must(moderateComment, "input", decideOn(s.ids["hidden"], "PUBLISH"))
	s.city.Resident("wang").Must(endorseComment, "input", commentNamed(s.ids["hidden"]))
	s.city.Resident("zhao").Must(reportComment, "input", map[string]any{"commentId": s.ids["hidden"], "reason": "OTHER", "note": "secret of a reader"})
	moderator.Must(moderateComment, "input", decideOn(s.ids["hidden"], "HIDE", "reason", "PERSONAL_DATA"))
	return s
}

// close ends the period, answers, and publishes the report before the comment that waits is put back among those that wait: a
// department cannot do that, and even then nobody may see it.
func (s moderationSecrets) close() {
	s.city.MoveTime(s.asked.Consultation, afterClosing)
	s.city.Moderator().Must(moderateComment, "input", decideOn(s.ids["pending"], "PUBLISH"))
	s.ids["answer"] = s.city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{s.ids["hidden"], s.ids["open"]}, "outcome": "ADOPTED",
		"clauses": []any{map[string]any{"clauseId": s.asked.Clauses[0], "effect": "AMENDED"}}}).Get("respondToComments.officialResponse.id").String()
	s.ids["report"] = s.city.Publisher().Must(publish, "input", map[string]any{"consultationId": s.asked.Consultation, "unansweredReason": "重复。"}).Get("publishFeedbackReport.feedbackReport.id").String()
	id, _ := civic.ParseID(s.ids["pending"])
	s.city.SQL.MustExec(`UPDATE comments SET state = 'PENDING', awaits_decision = true WHERE id = $1`, id.Key)
}

// read walks a path with those of the ids that it names.
func (s moderationSecrets) read(who *graphtest.Client, path string) string {
	var variables []any
	for name, id := range s.ids {
		if strings.Contains(path, "$"+name+":") {
			variables = append(variables, name, id)
		}
	}
	return who.Ask(path, variables...).Raw
}

func TestNobodyReadsWhatModeratorsKeepBack(t *testing.T) {
	t.Parallel()
	s := newModerationSecrets(t)
	outsiders := map[string]*graphtest.Client{"anybody": s.city.Anyone(), "a resident": s.city.Resident("sun"), "who joined it": s.city.Resident("wang"), "who reported it": s.city.Resident("zhao"),
		"an editor": s.city.Editor(), "a publisher": s.city.Publisher(), "another department's moderator": s.city.Staff("m", "PARKS", "MODERATOR"), "an admin": s.city.Staff("admin", "", "ADMIN")}
	tell := func(when string) {
		for who, client := range outsiders {
			for name, path := range moderationPaths {
				got := s.read(client, path)
				for _, secret := range []string{"secret of hidden", "secret of pending", "secret of a reader", s.ids["pending"]} {
					if strings.Contains(got, secret) {
						t.Errorf("%s, %s reads %q by %s: %s", when, who, secret, name, got)
					}
				}
			}
		}
	}
	tell("while it is open")
	s.close()
	tell("after the report")
	for _, name := range []string{"list", "from the back", "the report", "the record", "the answer", "all answers", "the way back"} {
		if got := s.read(outsiders["anybody"], moderationPaths[name]); !strings.Contains(got, "secret of open") {
			t.Errorf("%s does not lead to comments at all: %s", name, got)
		}
	}
	for who, client := range map[string]*graphtest.Client{"author": s.city.Resident("li"), "moderator": s.city.Moderator(), "auditor": s.city.Staff("a", "", "AUDITOR")} {
		for _, name := range []string{"node", "nodes", "list", "from the back", "the answer", "all answers", "the way back", "the report", "the record"} {
			if got := s.read(client, moderationPaths[name]); !strings.Contains(got, "secret of hidden") {
				t.Errorf("the %s does not read it by %s: %s", who, name, got)
			}
		}
		if got := s.read(client, moderationPaths["nodes"]); !strings.Contains(got, "secret of pending") || strings.Contains(got, "secret of a reader") == (who == "author") {
			t.Errorf("the %s reads %s", who, got)
		}
	}
}

// TestSearchingTellsNothing looks for words that are kept back: neither rows nor totals nor cursors may say that they are there.
func TestSearchingTellsNothing(t *testing.T) {
	t.Parallel()
	s := newModerationSecrets(t)
	look := func(who *graphtest.Client, words string) string {
		return who.Must(listComments, "id", s.asked.Consultation, "first", 1, "filter", map[string]any{"contains": words}).Get("consultation.comments").Raw
	}
	for name, who := range map[string]*graphtest.Client{"anybody": s.city.Anyone(), "a resident": s.city.Resident("sun"), "an editor": s.city.Editor(), "another department's moderator": s.city.Staff("m", "PARKS", "MODERATOR")} {
		none := look(who, "nobody said this")
		for _, words := range []string{"of hidden", "of pending"} {
			if got := look(who, words); got != none {
				t.Errorf("%s looks for %q and reads %s", name, words, got)
			}
		}
		if bodies, total := commentBodies(who, s.asked.Consultation, "filter", map[string]any{"contains": "secret"}); len(bodies) != 1 || total != 1 {
			t.Errorf("%s finds %v of %d", name, bodies, total)
		}
	}
	for name, who := range map[string]*graphtest.Client{"author": s.city.Resident("li"), "moderator": s.city.Moderator(), "auditor": s.city.Staff("a", "", "AUDITOR")} {
		for _, words := range []string{"of hidden", "of pending"} {
			if bodies, total := commentBodies(who, s.asked.Consultation, "filter", map[string]any{"contains": words}); len(bodies) != 1 || total != 1 {
				t.Errorf("the %s looks for %q and finds %v of %d", name, words, bodies, total)
			}
		}
	}
}

// TestTotalsTellNothingOfWhatWaits holds every total and every page's end that a reader sees against a consultation in which nothing
// ever waited.
func TestTotalsTellNothingOfWhatWaits(t *testing.T) {
	t.Parallel()
	s := newModerationSecrets(t)
	for _, who := range []*graphtest.Client{s.city.Anyone(), s.city.Resident("sun"), s.city.Editor()} {
		for name, filter := range map[string]map[string]any{"all": {}, "the clause": {"clauseId": s.asked.Clauses[0]}, "the stance": {"stance": "NEUTRAL"}, "both": {"stance": "NEUTRAL", "clauseId": s.asked.Clauses[0]},
			"unanswered": {"answered": false}, "undisputed": {"disputed": false}} {
			got := who.Must(listComments, "id", s.asked.Consultation, "first", 2, "filter", filter).Get("consultation.comments")
			if got.Get("totalCount").Int() != 2 || got.Get("nodes.#").Int() != 2 || got.Get("pageInfo.hasNextPage").Bool() {
				t.Errorf("%s: %s", name, got.Raw)
			}
		}
	}
	li := s.city.Resident("li")
	if got := li.Must(listComments, "id", s.asked.Consultation, "filter", map[string]any{"clauseId": s.asked.Clauses[0]}).Get("consultation.comments"); got.Get("totalCount").Int() != 3 || got.Get("nodes.#").Int() != 3 {
		t.Errorf("its author reads %s", got.Raw)
	}
}

// TestWhatWaitsIsLikeNothing holds what others are told of a comment that waits against what they are told of none.
func TestWhatWaitsIsLikeNothing(t *testing.T) {
	t.Parallel()
	s := newModerationSecrets(t)
	scope, _ := civic.ParseID(s.asked.Consultation)
	unknown := civic.IDWithin(consult.CommentKind, scope.Key, civic.NewKey()).String()
	for name, who := range map[string]*graphtest.Client{"anybody": s.city.Anyone(), "a resident": s.city.Resident("sun"), "an editor": s.city.Editor(), "another moderator": s.city.Staff("m", "PARKS", "MODERATOR")} {
		for what, query := range map[string]string{"edit": editComment, "withdraw": withdrawComment, "endorse": endorseComment, "leave": withdrawEndorsement, "report": reportComment, "dispute": disputeAuthorship, "moderate": moderateComment} {
			input := map[string]any{}
			switch what {
			case "report":
				input["reason"] = "HATE"
			case "dispute":
				input["statement"] = "x"
			case "moderate":
				input["decision"] = "PUBLISH"
			}
			waits, none := who.Ask(query, "input", with(input, "commentId", s.ids["pending"])), who.Ask(query, "input", with(input, "commentId", unknown))
			if waits.Raw != none.Raw {
				t.Errorf("%s by %s: %s differs from %s", what, name, waits.Raw, none.Raw)
			}
		}
		answering := map[string]any{"outcome": "ADOPTED"}
		waits, none := who.Ask(respond, "input", with(answering, "commentIds", []string{s.ids["pending"]})), who.Ask(respond, "input", with(answering, "commentIds", []string{unknown}))
		if waits.Raw != none.Raw {
			t.Errorf("answering by %s: %s differs from %s", name, waits.Raw, none.Raw)
		}
	}
}
