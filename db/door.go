package db

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/consult"
)

// A consultation has a door, an advisory lock of its transactions. The public and whoever answers it go in together and see, by statements
// that begin inside, where it stands; staff who change that lock the door, which waits for those inside, and whoever
// comes after waits for them, however early their own now() was. Those who wait are served in turn, so that no crowd keeps
// staff out, and nothing is written for it, while a lock on the consultation's row would be written by each of the crowd. What
// the public writes in a single statement, endorsements, holds the row instead, see whileItStands: staff lock both.

// door is the number of the advisory lock of a consultation.
const door = `hashtextextended(CAST(d.id AS text), 0)`

// enter goes into a consultation, once nobody has its door locked.
func (t *tx) enter(ctx context.Context, consultation uuid.UUID) error {
	_, err := t.exec(ctx, `SELECT pg_advisory_xact_lock_shared(`+door+`) FROM (SELECT $1::uuid AS id) d`, consultation)
	return err
}

// tryEnter goes into those consultations whose doors nobody has locked or waits to lock.
func (t *tx) tryEnter(ctx context.Context, consultations []uuid.UUID) (entered []uuid.UUID, err error) {
	err = t.list(ctx, &entered, `SELECT d.id FROM unnest($1::uuid[]) AS d (id) WHERE pg_try_advisory_xact_lock_shared(`+door+`)`, pq.Array(consultations))
	return entered, err
}

// together runs a write of many people on consultations, with the keys of those that could be entered without waiting.
func (db *DB) together(ctx context.Context, consultations []uuid.UUID, write func(*tx, []uuid.UUID) error) error {
	return db.tx(ctx, func(t *tx) error {
		entered, err := t.tryEnter(ctx, consultations)
		if err != nil {
			return err
		}
		return write(t, entered)
	})
}

// alone runs the write of one person, who waits for staff who are changing where the consultation stands.
func (db *DB) alone(ctx context.Context, consultation uuid.UUID, write func(*tx, []uuid.UUID) error) error {
	return db.tx(ctx, func(t *tx) error {
		if err := t.enter(ctx, consultation); err != nil {
			return err
		}
		return write(t, []uuid.UUID{consultation})
	})
}

// standing reads a consultation, and keeps its report from being published and its period from being changed until the
// transaction ends. Others may hold it so at the same time. NOT_FOUND at the field.
func (t *tx) standing(ctx context.Context, key uuid.UUID, field string) (*consult.Consultation, error) {
	if err := t.enter(ctx, key); err != nil {
		return nil, err
	}
	return consultation(ctx, t, consult.IDOf(consult.ConsultationKind, key), field)
}

// lockConsultation reads a consultation once nobody else is changing it or writing into it, and keeps it so until the
// transaction ends.
func (t *tx) lockConsultation(ctx context.Context, id consult.ID) (*consult.Consultation, error) {
	for _, lock := range []string{
		`SELECT pg_advisory_xact_lock(` + door + `) FROM (SELECT $1::uuid AS id) d`,
		`SELECT FROM consultations WHERE id = $1 FOR UPDATE`,
	} {
		if _, err := t.exec(ctx, lock, id.Key); err != nil {
			return nil, err
		}
	}
	return consultation(ctx, t, id, "consultationId")
}
