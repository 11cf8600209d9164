package graph_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"github.com/tidwall/gjson"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/legaltext"
	"minyi/graph/graphtest"
)

// farDiscussion writes 9,000 comments, of which every 40th holds a phrase among the newest 4,500 and every 300th among the others, and
// gives the words of those that hold it, the newest first.
func farDiscussion(t *testing.T, city *graphtest.City, consultation, phrase string) (hold []string) {
	t.Helper()
	id, err := civic.ParseID(consultation)
	if err != nil {
		t.Fatal(err)
	}
	tx := city.SQL.MustBegin()
	into, err := tx.Prepare(`COPY comments (consultation_id, id, author, stance, body, grams, day) FROM STDIN`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 9000 {
		body, every := fmt.Sprintf("第%d位居民说步道好，灯太暗。", i), 300
		if i >= 4500 {
			every = 40
		}
		if i%every == 0 {
			body = fmt.Sprintf("第%d位居民说%s。", i, phrase)
			hold = append(hold, body)
		}
		if _, err := into.Exec(id.Key, civic.NewKey(), uuid.New(), "SUPPORT", body, pq.Array(legaltext.Grams(id.Key, body)), "2026-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := into.Exec(); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	city.SQL.MustExec(`ANALYZE comments`)
	slices.Reverse(hold)
	return hold
}

// TestSearchGoesFar turns the pages of what holds a phrase, forwards and back: from the newest comments, which are looked through first,
// over to those that only the index finds, before and after the index has taken them in.
func TestSearchGoesFar(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked, phrase := city.PutToPublic().Consultation, "步道灯太暗"
	want := farDiscussion(t, city, asked, phrase)
	for _, merged := range []bool{false, true} {
		for order, all := range map[string][]string{"NEWEST": want, "OLDEST": reversed(want)} {
			page := func(more ...any) (bodies []string, info gjson.Result) {
				got := city.Anyone().Must(`query ($id: ID!, $order: CommentOrder!, $filter: CommentFilter, $first: Int, $after: String, $last: Int, $before: String) { consultation(id: $id) {
					comments(orderBy: $order, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
						nodes { body } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } }`,
					append([]any{"id", asked, "order", order, "filter", map[string]any{"contains": phrase}}, more...)...).Get("consultation.comments")
				for _, node := range got.Get("nodes").Array() {
					bodies = append(bodies, node.Get("body").String())
				}
				return bodies, got.Get("pageInfo")
			}
			forwards, info := page("first", 30)
			for info.Get("hasNextPage").Bool() {
				var bodies []string
				bodies, info = page("first", 30, "after", info.Get("endCursor").String())
				forwards = append(forwards, bodies...)
			}
			backwards, info := page("last", 30)
			for info.Get("hasPreviousPage").Bool() {
				var bodies []string
				bodies, info = page("last", 30, "before", info.Get("startCursor").String())
				backwards = append(bodies, backwards...)
			}
			if !slices.Equal(forwards, all) || !slices.Equal(backwards, all) {
				t.Errorf("%s, merged %v: %d forwards and %d back of %d", order, merged, len(forwards), len(backwards), len(all))
			}
		}
		if pages, err := consultdb.MergeGrams(t.Context(), city.DB); err != nil || (pages == 0) != merged {
			t.Errorf("%d pages of the index were merged, %v; merged before: %v", pages, err, merged)
		}
	}
}

func reversed(list []string) []string {
	turned := slices.Clone(list)
	slices.Reverse(turned)
	return turned
}

// A crowd that searches leaves connections to everybody else.
func TestSearchesStandInAQueue(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	id, _ := civic.ParseID(city.PutToPublic().Consultation)
	hold := city.SQL.MustBegin()
	hold.MustExec(`LOCK TABLE comments IN ACCESS EXCLUSIVE MODE`)
	var all sync.WaitGroup
	for i := range 40 { // twice the connections
		all.Go(func() {
			phrase := fmt.Sprint("步道", i)
			if _, err := consultdb.Comments(t.Context(), city.DB, civic.Actor{}, consult.Consultation{Key: id.Key}, civic.PageArgs{}, &consult.CommentFilter{Contains: &phrase}, consult.NewestComments); err != nil {
				t.Errorf("the search for %s: %v", phrase, err)
			}
		})
	}
	waitFor(t, city, 3) // a sixth of the connections
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for range 200 {
		if err := city.DB.Ping(ctx); err != nil {
			t.Errorf("somebody else asks: %v", err)
			break
		}
	}
	var searching int
	if err := city.SQL.Get(&searching, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`); err != nil || searching != 3 {
		t.Errorf("%d search at once, %v", searching, err)
	}
	_ = hold.Rollback()
	all.Wait()
}

// The index gives a search no hidden comments, so that its time does not tell how many of them hold what is looked for. Who wrote a
// hidden comment and who moderates still find it.
func TestHiddenMatchesCostASearchNothing(t *testing.T) {
	t.Parallel()
	city, database := graphtest.NewExplained(t)
	asked := city.PutToPublic()
	id, _ := civic.ParseID(asked.Consultation)
	plant := func(state string, n int, body string) {
		city.SQL.MustExec(`INSERT INTO comments (consultation_id, id, author, stance, body, grams, day, state) SELECT $1, gen_random_uuid(), gen_random_uuid(), 'SUPPORT', $2, $3, '2026-01-01', $4 FROM generate_series(1, $5)`,
			id.Key, body, pq.Array(legaltext.Grams(id.Key, body)), state, n)
	}
	plant("PUBLISHED", 6000, "灯太暗")
	plant("PUBLISHED", 3, "步道上有蝙蝠")
	plant("HIDDEN", 500, "蝙蝠飞来飞去")
	li := city.Resident("li")
	commentOn(li, map[string]any{"consultationId": asked.Consultation, "body": "我也见过蝙蝠"})
	city.SQL.MustExec(`UPDATE comments SET state = 'HIDDEN' WHERE body = '我也见过蝙蝠'`)
	city.SQL.MustExec(`VACUUM (ANALYZE, INDEX_CLEANUP ON) comments`) // until then the index keeps the place of the comment that was public
	for name, c := range map[string]struct {
		by         *graphtest.Client
		want, read int
	}{
		"anybody":       {city.Anyone(), 3, 3},
		"the author":    {li, 4, 3},
		"the moderator": {city.Moderator(), 504, 3},
	} {
		database.Said()
		found := c.by.Must(`query ($id: ID!) { consultation(id: $id) { comments(first: 1, filter: {contains: "蝙蝠"}) { totalCount } } }`, "id", asked.Consultation).Get("consultation.comments.totalCount").Int()
		read := entriesRead.FindAllStringSubmatch(database.Said(), -1)
		if int(found) != c.want || len(read) == 0 {
			t.Errorf("%s finds %d, wanted %d; the index was read %d times", name, found, c.want, len(read))
		}
		for _, entries := range read {
			if entries[1] != fmt.Sprint(c.read) {
				t.Errorf("for %s the index gave %s comments, wanted %d", name, entries[1], c.read)
			}
		}
	}
}

// entriesRead tells in a plan how many comments the index of grams gave.
var entriesRead = regexp.MustCompile(`Bitmap Index Scan on comments_by_grams [^\n]*actual [^\n]*rows=(\d+)`)

// An operation with many fields that all wait for the database leaves connections to everybody else.
func TestOneOperationLeavesConnections(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	hold, many := city.SQL.MustBegin(), ""
	for i := range 40 {
		many += fmt.Sprintf(` a%d: comments(filter: {answered: %v}, first: %d) { nodes { id } }`, i, i%2 == 0, 1+i)
	}
	asked := city.PutToPublic().Consultation
	hold.MustExec(`LOCK TABLE comments IN ACCESS EXCLUSIVE MODE`)
	ended := make(chan []string)
	go func() {
		ended <- graphtest.Problems(city.Anyone().Ask(`query ($id: ID!) { consultation(id: $id) {`+many+` } }`, "id", asked))
	}()
	waitFor(t, city, 4)
	city.Anyone().Must(`{ departments { nodes { name } } }`)
	var waiting int
	if err := city.SQL.Get(&waiting, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`); err != nil || waiting != 4 {
		t.Errorf("%d statements of the operation run at once, %v", waiting, err)
	}
	_ = hold.Rollback()
	if problems := <-ended; len(problems) > 0 {
		t.Errorf("the operation is refused: %v", problems)
	}
}
