package consultdb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"github.com/lib/pq"

	"minyi/db/pg"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
)

// insertProfile writes a profile of named values.
const insertProfile = `INSERT INTO jurisdiction_profiles (code, title, country, kinds, usual_for, minimum_days, unit, warn_below, shortening, feedback_due_days,
	feedback_due_unit, close_time, timezone, calendar, hearing_notice_days, source_article, source_mark, effective_from)
	VALUES (:code, :title, :country, :kinds, :usual_for, :minimum_days, :unit, :warn_below, :shortening, :feedback_due_days,
	:feedback_due_unit, :close_time, :timezone, :calendar, :hearing_notice_days, :source_article, :source_mark, :effective_from)
	ON CONFLICT (code) DO NOTHING`

const updateProfile = `UPDATE jurisdiction_profiles SET title = :title, country = :country, kinds = :kinds, usual_for = :usual_for, minimum_days = :minimum_days, unit = :unit,
	warn_below = :warn_below, shortening = :shortening, feedback_due_days = :feedback_due_days, feedback_due_unit = :feedback_due_unit, close_time = :close_time,
	timezone = :timezone, calendar = :calendar, hearing_notice_days = :hearing_notice_days, source_article = :source_article, source_mark = :source_mark,
	effective_from = :effective_from, revised_at = now() WHERE code = :code`

// CreateJurisdictionProfile adds rules that consultations can follow. An ADMIN may. It refuses a code that is taken, and a calendar that is not there.
func CreateJurisdictionProfile(ctx context.Context, db *pg.DB, by civic.Actor, in consult.CreateJurisdictionProfileInput) (*consult.JurisdictionProfile, error) {
	return writeProfile(ctx, db, by, in, in, insertProfile, civic.Refuse(consult.ProfileExists, "code"))
}

// ReviseJurisdictionProfile replaces the rules of a profile. An ADMIN may. Consultations that are launched keep their periods and their days for feedback.
func ReviseJurisdictionProfile(ctx context.Context, db *pg.DB, by civic.Actor, in consult.ReviseJurisdictionProfileInput) (*consult.JurisdictionProfile, error) {
	return writeProfile(ctx, db, by, in, consult.CreateJurisdictionProfileInput(in), updateProfile, civic.Refuse(consult.UnknownProfile, "code", civic.Found(in.Code)))
}

// writeProfile writes a profile, and makes it the only usual one for its kinds. missed is the refusal if the statement writes nothing.
func writeProfile(ctx context.Context, db *pg.DB, by civic.Actor, named any, in consult.CreateJurisdictionProfileInput, statement string, missed error) (*consult.JurisdictionProfile, error) {
	if err := cmp.Or(by.Require(consult.ManageProfiles, ""), in.Check()); err != nil {
		return nil, err
	}
	err := db.Write(ctx, by, named, func(t *pg.Tx) error {
		if err := t.Allow(consult.ManageProfiles, "", civic.ID{}); err != nil {
			return err
		}
		if err := calendarThere(ctx, t, in.Calendar); err != nil {
			return err
		}
		if len(in.UsualFor) > 0 {
			if _, err := t.Exec(ctx, `UPDATE jurisdiction_profiles SET usual_for = usual_for - CAST($2 AS text[]) WHERE code <> $1`, in.Code, pq.Array(in.UsualFor)); err != nil {
				return err
			}
		}
		result, err := t.Tx.NamedExecContext(ctx, statement, in.Profile())
		if err != nil {
			return err
		}
		if written, err := result.RowsAffected(); err != nil || written == 0 {
			return cmp.Or(err, missed)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	found, err := ProfilesByCode(ctx, db, []string{in.Code})
	profile := found[in.Code]
	return &profile, err
}

// calendarThere refuses a calendar of which there is no version, as NOT_FOUND.
func calendarThere(ctx context.Context, t *pg.Tx, code *string) error {
	var there bool
	if code == nil {
		return nil
	}
	err := t.Get(ctx, &there, `SELECT true FROM working_calendars WHERE code = $1 LIMIT 1`, *code)
	return pg.NotFoundAt(err, "calendar")
}

// usualProfile is the code of the profile that instruments of a kind follow where the department names none.
func usualProfile(ctx context.Context, a pg.Querier, kind policy.PolicyKind) (code string, err error) {
	err = a.Get(ctx, &code, `SELECT code FROM jurisdiction_profiles WHERE usual_for @> to_jsonb(CAST($1 AS text)) ORDER BY code LIMIT 1`, kind)
	if errors.Is(err, sql.ErrNoRows) {
		return consult.DefaultProfile(kind), nil
	}
	return code, err
}

// SetGeneralZone puts the general profile into the time zone of the installation, until an ADMIN revises the profile.
func SetGeneralZone(ctx context.Context, db *pg.DB) error {
	_, err := db.Exec(ctx, `UPDATE jurisdiction_profiles SET timezone = $2 WHERE code = $1 AND revised_at IS NULL AND timezone <> $2`, consult.GeneralProfile, db.Zone.String())
	return err
}
