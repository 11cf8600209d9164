package graph

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/vikstrous/dataloadgen"

	"minyi/consult"
	"minyi/db"
)

// scopedKey finds a thing that lies with a consultation.
type scopedKey = db.ScopedKey

// loaders gather the lookups of one operation, so that each level of an answer costs one statement.
type loaders struct {
	departments   *dataloadgen.Loader[uuid.UUID, *consult.Department]
	policyRecords *dataloadgen.Loader[uuid.UUID, *consult.PolicyRecord]
	drafts        *dataloadgen.Loader[uuid.UUID, *consult.Draft]
	clauses       *dataloadgen.Loader[uuid.UUID, *consult.Clause]
}

type loadersKey struct{}

// withLoaders gives an operation its own loaders; they ask with its actor.
func withLoaders(ctx context.Context, db *db.DB) context.Context {
	by := consult.ActorOf(ctx)
	return context.WithValue(ctx, loadersKey{}, &loaders{
		departments: loader(db.DepartmentsByKey, by),
	})
}
