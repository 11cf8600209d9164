package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"minyi/domain/legaltext"
	"minyi/domain/survey"
	"minyi/server/progress"
)

// keyAt is a key as NewKey makes it at an instant.
func keyAt(at time.Time) uuid.UUID {
	key := uuid.New()
	var milliseconds [8]byte
	binary.BigEndian.PutUint64(milliseconds[:], uint64(at.UnixMilli()))
	copy(key[:6], milliseconds[2:])
	key[6] = key[6]&0x0f | 0x70
	return key
}

// copied writes rows by COPY in one transaction, and reports its progress.
func (b *builder) copied(table string, rows func(write func(...any) error) error) error {
	name, _, _ := strings.Cut(table, " ")
	told := progress.Begin(os.Stderr, name)
	defer told.End()
	return b.inTransaction(func(t *sqlx.Tx) error {
		into, err := t.PreparexContext(b.ctx, `COPY `+table+` FROM STDIN`)
		if err != nil {
			return err
		}
		if err := rows(func(values ...any) error {
			_, err := into.ExecContext(b.ctx, values...)
			told.Add(1)
			return err
		}); err != nil {
			return err
		}
		if _, err := into.ExecContext(b.ctx); err != nil {
			return err
		}
		return into.Close()
	})
}

func (b *builder) inTransaction(do func(*sqlx.Tx) error) error {
	t, err := b.place.sql.BeginTxx(b.ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }()
	if err := do(t); err != nil {
		return err
	}
	return t.Commit()
}

// moment spreads a number of things evenly over thirty days, and returns the time of the i-th.
func (b *builder) moment(i, whole int) time.Time {
	return b.began.Add(time.Duration(float64(i) / float64(whole) * float64(30*24*time.Hour)))
}

// copyComments adds the comments of the last month. The first consultation gets as many as the size says. The others get equal shares,
// except the one that is written to.
func (b *builder) copyComments() error {
	s := b.words
	return b.copied(`comments (consultation_id, id, clause_id, author, stance, body, grams, day, created_at)`, func(write func(...any) error) error {
		for i := b.said.Comments; i < b.Size.Comments; i++ {
			at := b.moment(i, b.whole.Comments)
			about, body := b.consultationOf(i), s.comment()
			if about.key == b.Great && len(b.Phrases) < 20 && i > b.Size.Comments/3 {
				b.Phrases = append(b.Phrases, s.phrase(body))
			}
			if err := write(about.key, keyAt(at), about.clauses[i%len(about.clauses)], uuid.New(), s.one(stances), body, pq.Array(legaltext.Grams(about.key, body)), at.Format(time.DateOnly), at); err != nil {
				return err
			}
		}
		return nil
	})
}

var stances = []string{"SUPPORT", "SUPPORT_WITH_CHANGES", "OPPOSE", "NEUTRAL"}

// consultationOf is the consultation of a comment. It spreads the comments of the great discussion over the whole time.
func (b *builder) consultationOf(i int) held {
	great := func(i int) int { return i * b.whole.Great / b.whole.Comments }
	if great(i+1) > great(i) {
		return b.held[0]
	}
	others := len(b.held) - 2
	if at := i % others; at > 0 {
		return b.held[at+2]
	}
	return b.held[1]
}

// copyResponses adds the responses to the great survey. Each is one of a thousand kinds. Every second response goes to one of the other
// surveys too.
func (b *builder) copyResponses() error {
	questions, err := survey.CheckQuestions(tenQuestions())
	if err != nil {
		return err
	}
	s, kinds := newSayings(2), make([]survey.Answers, 1000)
	for i := range kinds {
		if kinds[i], err = survey.CheckAnswers(questions, s.answer()); err != nil {
			return fmt.Errorf("the example answers: %w", err)
		}
	}
	if err := b.copied(`survey_responses (consultation_id, id, survey_id, version, person, answers, day, created_at, record_key)`, func(write func(...any) error) error {
		for i := b.said.Responses; i < b.Size.Responses; i++ {
			at, kind := b.moment(i, b.whole.Responses), kinds[i%len(kinds)]
			day := at.Format(time.DateOnly)
			recordKey := int32(i)
			counters := survey.SurveyCounters(1, questions, kind, day, recordKey)
			for _, to := range b.surveysOf(i) {
				person := uuid.New()
				b.addTo(to, counters)
				if err := write(to.Consultation, keyAt(at), to.Key, 1, person[:], kind, day, at, recordKey); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return b.copied(`tallies (consultation_id, subject_id, counter, amount)`, func(write func(...any) error) error {
		for of, counters := range b.counted {
			for name, amount := range counters {
				if err := write(of.Consultation, of.Key, name, amount); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// surveysOf are the surveys that the response of this number goes to.
func (b *builder) surveysOf(i int) []carriedSurvey {
	to := []carriedSurvey{{Key: b.Survey, Consultation: b.Carrier}}
	if i%2 == 0 {
		other := b.held[3+i/2%otherSurveys]
		to = append(to, carriedSurvey{Key: other.survey, Consultation: other.key})
	}
	return to
}

// addTo adds a response to the counters of a survey.
func (b *builder) addTo(to carriedSurvey, counters []survey.Counter) {
	if b.counted[to] == nil {
		b.counted[to] = map[string]int64{}
	}
	for _, c := range counters {
		b.counted[to][c.Name] += c.Amount
	}
}
