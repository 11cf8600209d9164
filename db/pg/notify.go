package pg

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// The server processes tell each other what changed on one channel of PostgreSQL, by ids alone: who may see what is asked
// again by whoever reads it.
const (
	channel        = "minyi_changes"
	largestPayload = 7900 // in bytes; PostgreSQL takes fewer than 8000
	mostNamed      = 1000 // ids in one transaction; beyond, everything is read again
	everything     = "*"
)

// Notify tells every server process what changed, when the transaction commits. Commits that notify wait for each other:
// so the fold and the staff's writes do, and never what the public writes.
func (t *Tx) Notify(ctx context.Context, changed []civic.ID) error {
	if len(changed) == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `SELECT pg_notify($1, payload) FROM unnest($2::text[]) payload`, channel, pq.Array(payloads(changed)))
	return err
}

// NotifyConsultation tells every server process that a consultation changed its status. The results of its surveys may have changed too.
func (t *Tx) NotifyConsultation(ctx context.Context, key uuid.UUID) error {
	changed, err := withSurveys(ctx, t, []uuid.UUID{key})
	if err != nil {
		return err
	}
	return t.Notify(ctx, changed)
}

// withSurveys names consultations and the surveys that they carry.
func withSurveys(ctx context.Context, a Querier, consultations []uuid.UUID) ([]civic.ID, error) {
	var surveys []uuid.UUID
	if err := a.List(ctx, &surveys, `SELECT id FROM surveys WHERE consultation_id = ANY($1)`, KeyArray(consultations)); err != nil {
		return nil, err
	}
	return named(consultations, surveys), nil
}

// named names consultations and surveys.
func named(consultations, surveys []uuid.UUID) []civic.ID {
	var ids []civic.ID
	for _, key := range consultations {
		ids = append(ids, civic.IDOf(civic.ConsultationKind, key))
	}
	for _, key := range surveys {
		ids = append(ids, civic.IDOf(survey.SurveyKind, key))
	}
	return ids
}

// payloads writes ids, as many to a payload as it takes.
func payloads(ids []civic.ID) []string {
	if len(ids) > mostNamed {
		return []string{everything}
	}
	var all []string
	var one strings.Builder
	for _, id := range ids {
		text := id.String()
		if one.Len()+1+len(text) > largestPayload {
			all = append(all, one.String())
			one.Reset()
		}
		if one.Len() > 0 {
			one.WriteByte(' ')
		}
		one.WriteString(text)
	}
	return append(all, one.String())
}

// idsOf reads a payload; nil, which stands for everything, where it does not hold ids.
func idsOf(payload string) []civic.ID {
	var ids []civic.ID
	for text := range strings.FieldsSeq(payload) {
		id, err := civic.ParseID(text)
		if err != nil {
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}

// How a lost connection is noticed and made again.
const (
	soonestAgain = 100 * time.Millisecond
	latestAgain  = 5 * time.Second
	checkEvery   = 30 * time.Second
)

// Listen hands on what changed in any server process, until the context ends. nil stands for everything: it comes first,
// and again whenever something may have been missed.
func (db *DB) Listen(ctx context.Context, hear func(changed []civic.ID)) {
	listener := pq.NewListener(db.url, soonestAgain, latestAgain, func(event pq.ListenerEventType, err error) {
		if event == pq.ListenerEventDisconnected {
			slog.Warn("changes are not heard now; all are read again when they are", "error", err)
		}
	})
	defer context.AfterFunc(ctx, func() { _ = listener.Close() })()
	if err := listener.Listen(channel); err != nil {
		return // closed, as nothing else ends its attempts
	}
	hear(nil)
	check := time.NewTicker(checkEvery)
	defer check.Stop()
	for {
		select {
		case heard, open := <-listener.Notify:
			switch {
			case !open:
				return
			case heard == nil:
				hear(nil)
			default:
				hear(idsOf(heard.Extra))
			}
		case <-check.C:
			_ = listener.Ping() // a dead connection is made anew
		}
	}
}
