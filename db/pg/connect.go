package pg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// RandomPageCost is PostgreSQL's random_page_cost on the connections that serve. By itself it reckons with discs that turn, and would rather
// walk the keys of a whole discussion than fetch the few comments that an index has named.
const RandomPageCost = "1.1"

// toServe are the settings for statements that are prepared once and each reach their rows by a key: to plan them again for every list of
// keys, as PostgreSQL does by itself, takes several times as long as to run them. The same goes for compiling them.
var toServe = map[string]string{"plan_cache_mode": "force_generic_plan", "random_page_cost": RandomPageCost, "jit": "off"}

// connectToServe opens a database with the settings for serving. Citus has to see the keys before it knows on which machines the rows
// lie, and is left to plan as it likes.
func connectToServe(ctx context.Context, url string) (*sqlx.DB, error) {
	pool, err := connect(ctx, url, toServe)
	if err != nil {
		return nil, err
	}
	var spread bool
	if err := pool.GetContext(ctx, &spread, `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')`); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if !spread {
		return pool, nil
	}
	if err := pool.Close(); err != nil {
		return nil, err
	}
	return ConnectInTurn(ctx, url)
}

// ConnectInTurn opens a database whose transactions go to one of Citus's shards after the other. To several at once they may not
// go once they have touched a table that all shards refer to. PostgreSQL keeps the word and does nothing.
func ConnectInTurn(ctx context.Context, url string) (*sqlx.DB, error) {
	return connect(ctx, url, map[string]string{"citus.multi_shard_modify_mode": "sequential"})
}

// connect opens a database whose connections have some settings, which go before those of its address.
func connect(ctx context.Context, url string, settings map[string]string) (*sqlx.DB, error) {
	config, err := pq.NewConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	maps.Copy(config.Runtime, settings)
	config.BinaryParameters = true
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", err)
	}
	pool := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to the database: %w", err), pool.Close())
	}
	return pool, nil
}
