package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	consultdb "minyi/db/consult"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/graph/graphtest"
)

// storm is what many people do to the same few comments at once.
type storm struct {
	city    *graphtest.City
	asked   graphtest.Asked
	people  []civic.Actor
	staff   civic.Actor // who moderates
	mu      sync.Mutex
	known   []civic.ID
	done    [8]atomic.Int64 // how often each deed succeeded
	refused atomic.Int64
}

// TestCountsStayExactInAStorm lets 16 workers write, edit, endorse, take back, withdraw, report, dispute and moderate at random in
// the names of 8 people and a moderator, while the counts are folded and recounted all the time.
func TestCountsStayExactInAStorm(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"AFTER_PUBLISHING", "BEFORE_PUBLISHING"} {
		t.Run(mode, func(t *testing.T) { stormIn(t, mode) })
	}
}

func stormIn(t *testing.T, mode string) {
	t.Parallel()
	s := &storm{city: graphtest.New(t)}
	s.asked, s.staff = s.city.PutToPublic("moderation", mode), s.city.Moderator().Actor
	for i := range 8 {
		s.people = append(s.people, s.city.Resident(fmt.Sprint("person ", i)).Actor)
	}
	ctx, calm := context.WithCancel(t.Context())
	var writers, watchers sync.WaitGroup
	for worker := range 16 {
		writers.Go(func() { s.write(t, rand.New(rand.NewPCG(7, uint64(worker))), 100) })
	}
	for _, watch := range []func(){func() { s.fold(t) }, func() { commentsRecounted(t, s.city) }} {
		watchers.Go(func() {
			for ctx.Err() == nil {
				watch()
			}
		})
	}
	writers.Wait()
	calm()
	watchers.Wait()
	for i := range s.done {
		if s.done[i].Load() == 0 {
			t.Errorf("deed %d never succeeded", i)
		}
	}
	if s.refused.Load() == 0 {
		t.Error("nobody was ever in another's way")
	}
	commentTally(t, s.city, s.asked.Consultation)
}

func (s *storm) fold(t *testing.T) {
	if _, err := s.city.DB.FoldTallies(t.Context()); err != nil {
		t.Errorf("fold: %v", err)
	}
}

func (s *storm) write(t *testing.T, chance *rand.Rand, operations int) {
	for range operations {
		deed := chance.IntN(len(s.done))
		err := s.act(t.Context(), chance, deed)
		var problems civic.Problems
		switch {
		case err == nil:
			s.done[deed].Add(1)
		case errors.As(err, &problems):
			s.refused.Add(1)
		default:
			t.Errorf("deed %d: %v", deed, err)
		}
	}
}

// act does one thing by chance. Most of what is chosen is among the newest comments, so that people meet.
func (s *storm) act(ctx context.Context, chance *rand.Rand, deed int) error {
	by, stance := s.people[chance.IntN(len(s.people))], consult.Stances[chance.IntN(len(consult.Stances))]
	id, any := s.pick(chance)
	if deed == 0 || !any {
		return s.submit(ctx, chance, by, stance)
	}
	var err error
	switch deed {
	case 1:
		words := []string{"赞成", "赞成。"}[chance.IntN(2)]
		_, err = consultdb.EditComment(ctx, s.city.DB, by, consult.EditCommentInput{CommentID: id, Stance: &stance, Body: &words})
	case 2:
		_, err = consultdb.EndorseComment(ctx, s.city.DB, by, consult.EndorseCommentInput{CommentID: id})
	case 3:
		_, err = consultdb.WithdrawEndorsement(ctx, s.city.DB, by, consult.WithdrawEndorsementInput{CommentID: id})
	case 4:
		_, err = consultdb.WithdrawComment(ctx, s.city.DB, by, consult.WithdrawCommentInput{CommentID: id})
	case 5:
		_, err = consultdb.ReportComment(ctx, s.city.DB, by, consult.ReportCommentInput{CommentID: id, Reason: "INSULT"})
	case 6:
		_, err = consultdb.DisputeAuthorship(ctx, s.city.DB, by, consult.DisputeAuthorshipInput{CommentID: id, Statement: "不是我。"})
	case 7:
		err = s.moderate(ctx, chance)
	}
	return err
}

// moderate decides on up to three comments at once.
func (s *storm) moderate(ctx context.Context, chance *rand.Rand) error {
	in := consult.ModerateCommentsInput{Decision: []consult.ModerationDecision{"PUBLISH", "PUBLISH", "HIDE", "RESTORE"}[chance.IntN(4)]}
	if in.Decision == consult.DecideHide {
		reason := consult.ModerationReason("INSULT")
		in.Reason = &reason
	}
	for range 1 + chance.IntN(3) {
		if id, _ := s.pick(chance); !slices.Contains(in.CommentIDs, id) {
			in.CommentIDs = append(in.CommentIDs, id)
		}
	}
	_, err := consultdb.ModerateComments(ctx, s.city.DB, s.staff, in)
	return err
}

func (s *storm) submit(ctx context.Context, chance *rand.Rand, by civic.Actor, stance consult.Stance) error {
	in := consult.SubmitCommentInput{Stance: stance, Body: "赞成"}
	in.ConsultationID, _ = civic.ParseID(s.asked.Consultation)
	if n := chance.IntN(len(s.asked.Clauses) + 1); n > 0 {
		clause, _ := civic.ParseID(s.asked.Clauses[n-1])
		in.ClauseID = &clause
	}
	made, err := consultdb.SubmitComment(ctx, s.city.DB, by, in)
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.known = append(s.known, made.ID())
	}
	return err
}

func (s *storm) pick(chance *rand.Rand) (id civic.ID, any bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) == 0 {
		return civic.ID{}, false
	}
	return s.known[max(0, len(s.known)-1-chance.IntN(6))], true
}

// TestEndorsingMeetsWithdrawing lets everybody endorse a comment in the very moment in which its author takes it back.
func TestEndorsingMeetsWithdrawing(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	author := city.Resident("author")
	for range 20 {
		id, _ := civic.ParseID(commentOn(author, map[string]any{"consultationId": asked.Consultation, "body": "赞成"}))
		var all sync.WaitGroup
		for i := range 8 {
			by := city.Resident(fmt.Sprint("person ", i)).Actor
			all.Go(func() {
				_, _ = consultdb.EndorseComment(t.Context(), city.DB, by, consult.EndorseCommentInput{CommentID: id})
			})
			all.Go(func() {
				_, _ = consultdb.WithdrawEndorsement(t.Context(), city.DB, by, consult.WithdrawEndorsementInput{CommentID: id})
			})
		}
		all.Go(func() {
			if _, err := consultdb.WithdrawComment(t.Context(), city.DB, author.Actor, consult.WithdrawCommentInput{CommentID: id}); err != nil {
				t.Errorf("withdraw: %v", err)
			}
		})
		all.Wait()
		commentsRecounted(t, city)
	}
	if got := commentTally(t, city, asked.Consultation); got.Get("total").Int() != 0 || got.Get("endorsements").Int() != 0 {
		t.Errorf("what was withdrawn counts: %s", got.Raw)
	}
	var left int
	if err := city.SQL.Get(&left, `SELECT count(*) FROM endorsements`); err != nil || left != 0 {
		t.Errorf("%d endorsements of withdrawn comments are left, %v", left, err)
	}
}
