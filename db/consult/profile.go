package consultdb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
)

const profileColumns = `p.code, p.title, p.country, p.kinds, p.usual_for, p.minimum_days, p.unit, p.warn_below, p.shortening, p.feedback_due_days, p.feedback_due_unit,
	p.close_time, p.timezone, p.calendar, p.hearing_notice_days, p.source_article, p.source_mark, p.effective_from`

// JurisdictionProfiles lists the rules that consultations follow, by code. Everybody may.
func JurisdictionProfiles(ctx context.Context, db *pg.DB) ([]consult.JurisdictionProfile, error) {
	return pg.Rows[consult.JurisdictionProfile](ctx, db, `SELECT `+profileColumns+` FROM jurisdiction_profiles p ORDER BY p.code`)
}

// ProfilesByCode finds profiles; everybody may.
func ProfilesByCode(ctx context.Context, db *pg.DB, codes []string) (map[string]consult.JurisdictionProfile, error) {
	var found []consult.JurisdictionProfile
	err := db.List(ctx, &found, `SELECT `+profileColumns+` FROM jurisdiction_profiles p WHERE p.code = ANY($1)`, pq.Array(codes))
	byCode := make(map[string]consult.JurisdictionProfile, len(found))
	for _, p := range found {
		byCode[p.Code] = p
	}
	return byCode, err
}

const calendarColumns = `k.code, k.version, k.extends, k.source, k.covers_from, k.covers_to, k.days`

// WorkingCalendars lists the newest version of each calendar. Everybody may.
func WorkingCalendars(ctx context.Context, db *pg.DB) ([]civic.WorkingCalendar, error) {
	return pg.Rows[civic.WorkingCalendar](ctx, db, `SELECT DISTINCT ON (k.code) `+calendarColumns+` FROM working_calendars k ORDER BY k.code, k.version DESC`)
}

// CalendarHistory reads the versions of a calendar and of the local calendars that extend it, each with the day in the time zone from which
// it is known.
func CalendarHistory(ctx context.Context, a pg.Querier, code, zone string) (civic.CalendarHistory, error) {
	all, err := pg.Rows[civic.WorkingCalendar](ctx, a, `SELECT `+calendarColumns+`, CAST(k.created_at AT TIME ZONE CAST($2 AS text) AS date) AS known_from
		FROM working_calendars k WHERE k.code = $1 OR k.extends = $1 ORDER BY k.code <> $1, k.code, k.version`, code, zone)
	if err != nil {
		return nil, err
	}
	var layers [][]civic.WorkingCalendar
	for i, c := range all {
		if i == 0 || c.Code != all[i-1].Code {
			layers = append(layers, nil)
		}
		layers[len(layers)-1] = append(layers[len(layers)-1], c)
	}
	if len(layers) == 0 || layers[0][0].Code != code {
		return nil, fmt.Errorf("there is no version of the calendar %s", code)
	}
	return civic.NewCalendarHistory(layers[0], layers[1:]...), nil
}

// rulesOf reads a profile and the newest version of its calendar; UNKNOWN_PROFILE where there is none with that code. A profile
// that an operator changed so that nothing can be reckoned by it is an error of the server and not of whoever launches.
func rulesOf(ctx context.Context, a pg.Querier, code string) (consult.JurisdictionProfile, civic.WorkingCalendar, error) {
	var profile consult.JurisdictionProfile
	err := a.Get(ctx, &profile, `SELECT `+profileColumns+` FROM jurisdiction_profiles p WHERE p.code = $1`, code)
	if errors.Is(err, sql.ErrNoRows) {
		err = civic.Refuse(consult.UnknownProfile, "profile", civic.Found(code))
	}
	if err == nil {
		err = profile.CheckTimes()
	}
	if err != nil || profile.Calendar == nil {
		return profile, civic.WorkingCalendar{}, err
	}
	calendar, err := newestCalendar(ctx, a, *profile.Calendar)
	if err == nil && calendar.Extends != nil {
		var wider civic.WorkingCalendar
		wider, err = newestCalendar(ctx, a, *calendar.Extends)
		calendar = calendar.Over(wider)
	}
	return profile, calendar, err
}

// newestCalendar reads the newest version of a calendar.
func newestCalendar(ctx context.Context, a pg.Querier, code string) (civic.WorkingCalendar, error) {
	var calendar civic.WorkingCalendar
	err := a.Get(ctx, &calendar, `SELECT `+calendarColumns+` FROM working_calendars k WHERE k.code = $1 ORDER BY k.version DESC LIMIT 1`, code)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("there is no version of the calendar %s", code)
	}
	return calendar, err
}

// LoadWorkingCalendar keeps a new version of a calendar. An ADMIN may.
func LoadWorkingCalendar(ctx context.Context, db *pg.DB, by civic.Actor, in civic.LoadWorkingCalendarInput) (*civic.WorkingCalendar, error) {
	if err := cmp.Or(by.Require(civic.LoadCalendar, ""), civic.Check(in)); err != nil {
		return nil, err
	}
	days, err := in.Sorted()
	if err != nil {
		return nil, err
	}
	same := pg.RequestOf(in.IdempotencyKey, in)
	calendar := civic.WorkingCalendar{Code: in.Code, Extends: in.Extends, Source: in.Source, CoversFrom: in.CoversFrom, CoversTo: in.CoversTo, Differing: days}
	return pg.Idempotent(ctx, db, same, func() (*civic.WorkingCalendar, error) {
		var kept *civic.WorkingCalendar
		err := db.Write(ctx, by, in, func(t *pg.Tx) (err error) {
			if err := t.Allow(civic.LoadCalendar, "", civic.ID{}); err != nil {
				return err
			}
			kept, err = insertCalendar(ctx, t, calendar, by.Account, same)
			return err
		})
		return kept, err
	}, func(uuid.UUID) (*civic.WorkingCalendar, error) {
		var kept civic.WorkingCalendar
		err := db.Get(ctx, &kept, `SELECT `+calendarColumns+` FROM working_calendars k WHERE k.created_by = $1 AND k.idempotency_key = $2`, by.Account, same.Key)
		return &kept, err
	}, `SELECT created_by AS id, request_hash FROM working_calendars WHERE created_by = $1 AND idempotency_key = $2`, by.Account)
}

// insertCalendar keeps a calendar as the next version of its code.
func insertCalendar(ctx context.Context, t *pg.Tx, c civic.WorkingCalendar, by uuid.UUID, same pg.Request) (*civic.WorkingCalendar, error) {
	if _, err := t.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, "working calendar "+c.Code); err != nil {
		return nil, err
	}
	var wider []string
	if err := t.List(ctx, &wider, `SELECT k.code FROM working_calendars k WHERE k.code = $1 AND k.extends IS NULL LIMIT 1`, c.Extends); err != nil {
		return nil, err
	}
	if c.Extends != nil && (len(wider) == 0 || *c.Extends == c.Code) {
		return nil, civic.Refuse(civic.NotFound, "extends")
	}
	var kept civic.WorkingCalendar
	err := t.Get(ctx, &kept, `INSERT INTO working_calendars AS k (code, version, extends, source, covers_from, covers_to, days, created_by, idempotency_key, request_hash)
			SELECT $1, COALESCE(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM working_calendars WHERE code = $1
			RETURNING `+calendarColumns, c.Code, c.Extends, c.Source, c.CoversFrom, c.CoversTo, c.Differing, by, same.Key, same.Hash)
	return &kept, err
}

// LoadDefaults gives an empty database the rules and calendars that are known. What an operator changed stays as it is.
func LoadDefaults(ctx context.Context, db *pg.DB) error {
	return db.Tx(ctx, func(t *pg.Tx) error {
		for _, p := range consult.DefaultProfiles() {
			if _, err := t.Tx.NamedExecContext(ctx, insertProfile, p); err != nil {
				return err
			}
		}
		for _, c := range civic.DefaultCalendars() {
			if _, err := t.Exec(ctx, `INSERT INTO working_calendars (code, version, source, covers_from, covers_to, days, created_by)
				VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code, version) DO NOTHING`,
				c.Code, c.Version, c.Source, c.CoversFrom, c.CoversTo, c.Differing, uuid.UUID{}); err != nil {
				return err
			}
		}
		return nil
	})
}
