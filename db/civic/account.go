package civicdb

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"minyi/db/pg"
)

// people looks up the accounts of all who come at the same moment together.
var people = pg.NewSlot(func(db *pg.DB) *pg.Batcher[person] {
	return pg.NewBatcher(func(ctx context.Context, all []*person) error { return findAccounts(ctx, db, all) })
})

// Account finds the account of a person by issuer and subject, and opens it at the first time. Only a keyed hash of the
// subject is kept: without the secret nobody can tell whose account it is. Who comes at the same moment is looked up together.
func Account(ctx context.Context, db *pg.DB, issuer, subject string) (uuid.UUID, error) {
	p := person{issuer: issuer, hash: db.Hash("account", issuer, subject)}
	if err := people.Of(db).Put(ctx, &p); err != nil {
		return uuid.UUID{}, err
	}
	if p.account == uuid.Nil {
		return uuid.UUID{}, errors.New("an account that was opened is not there")
	}
	return p.account, nil
}

// person is somebody whose account is looked for.
type person struct {
	issuer  string
	hash    []byte
	account uuid.UUID
}

// findAccounts finds the accounts of people, and first opens those that there are not.
func findAccounts(ctx context.Context, db *pg.DB, all []*person) error {
	if err := knownAccounts(ctx, db, all); err != nil {
		return err
	}
	strangers := slices.DeleteFunc(slices.Clone(all), func(p *person) bool { return p.account != uuid.Nil })
	if len(strangers) == 0 {
		return nil
	}
	issuers, hashes := columnsOfPeople(strangers)
	keys := make(pg.KeyArray, len(strangers))
	for i := range keys {
		keys[i] = uuid.New() // other ids tell when they were made
	}
	if _, err := db.Exec(ctx, `INSERT INTO accounts (id, issuer, subject_hash) SELECT id, issuer, subject_hash FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS w (id, issuer, subject_hash)
		ORDER BY issuer, subject_hash ON CONFLICT (issuer, subject_hash) DO NOTHING`, keys, issuers, hashes); err != nil {
		return err
	}
	return knownAccounts(ctx, db, strangers)
}

// knownAccounts fills in the accounts that there are.
func knownAccounts(ctx context.Context, db *pg.DB, all []*person) error {
	var known []struct {
		Place   int       `db:"place"` // from 1
		Account uuid.UUID `db:"id"`
	}
	issuers, hashes := columnsOfPeople(all)
	err := db.List(ctx, &known, `SELECT w.place, a.id FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS w (issuer, subject_hash, place)
		JOIN accounts a ON a.issuer = w.issuer AND a.subject_hash = w.subject_hash`, issuers, hashes)
	for _, k := range known {
		all[k.Place-1].account = k.Account
	}
	return err
}

func columnsOfPeople(people []*person) (issuers pg.TextArray, hashes pg.BytesArray) {
	for _, p := range people {
		issuers, hashes = append(issuers, p.issuer), append(hashes, p.hash)
	}
	return issuers, hashes
}
