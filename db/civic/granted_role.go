package civicdb

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"minyi/db/pg"
	"minyi/domain/civic"
)

const grantedRoleColumns = `g.id, g.account_id, g.role, g.department_id, g.granted_at`

// RolesOf lists the roles that were given to an account. It is asked at every request of somebody who is signed in: giving and
// taking a role hold from the next request on that comes to this process, and half a second later in the others.
func RolesOf(ctx context.Context, db *pg.DB, account uuid.UUID) ([]civic.RoleGrant, error) {
	return RolesSince(ctx, db, account, time.Now().Add(-RolesHold))
}

// RolesSince lists the roles that were given to an account as they stood at an instant or later, whichever process gave or took them.
func RolesSince(ctx context.Context, db *pg.DB, account uuid.UUID, since time.Time) ([]civic.RoleGrant, error) {
	given, err := roles.Of(db).since(ctx, db, since)
	if err != nil {
		return nil, err
	}
	return slices.Clone(given.of[account]), nil
}

// RolesHold is how long roles hold for a request that were read.
const RolesHold = 500 * time.Millisecond

// roleBook holds all roles that were given, which are those of staff and so are few.
type roleBook struct {
	book atomic.Pointer[givenRoles]
	turn chan struct{} // for one reader of the database at a time
}

// roles are the roles that this process knows.
var roles = pg.NewSlot(func(*pg.DB) *roleBook { return &roleBook{turn: make(chan struct{}, 1)} })

// givenRoles are all roles by account, as they stood at an end of the audit log, which every change of them moves.
type givenRoles struct {
	of  map[uuid.UUID][]civic.RoleGrant
	seq int
	at  time.Time // when they were known to stand so
}

// since gives the roles as they stood at an instant or later. It reads them again only where staff did anything meanwhile.
func (b *roleBook) since(ctx context.Context, db *pg.DB, since time.Time) (*givenRoles, error) {
	if held := b.book.Load(); held != nil && held.at.After(since) {
		return held, nil
	}
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	held := b.book.Load()
	if held != nil && held.at.After(since) {
		return held, nil
	}
	fresh, err := readGivenRoles(ctx, db, held)
	if err == nil {
		b.book.Store(fresh)
	}
	return fresh, err
}

// forget makes the next request read the roles. It lets one that reads them already end, which may have begun too early.
func (b *roleBook) forget(ctx context.Context) {
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
	}
	b.book.Store(nil)
}

// readGivenRoles reads the roles, or finds that those held still stand.
func readGivenRoles(ctx context.Context, db *pg.DB, held *givenRoles) (*givenRoles, error) {
	fresh := &givenRoles{of: map[uuid.UUID][]civic.RoleGrant{}, at: time.Now()}
	if err := db.Get(ctx, &fresh.seq, `SELECT seq FROM audit_head`); err != nil {
		return nil, err
	}
	if held != nil && held.seq == fresh.seq {
		fresh.of = held.of
		return fresh, nil
	}
	var roles []struct {
		Account uuid.UUID `db:"account_id"`
		civic.RoleGrant
	}
	err := db.List(ctx, &roles, `SELECT g.account_id, g.role, d.code AS department FROM granted_roles g LEFT JOIN departments d ON d.id = g.department_id ORDER BY g.id`)
	for _, r := range roles {
		fresh.of[r.Account] = append(fresh.of[r.Account], r.RoleGrant)
	}
	return fresh, err
}

// GrantedRoles lists the roles that were given, oldest first. ADMIN and AUDITOR may.
func GrantedRoles(ctx context.Context, db *pg.DB, by civic.Actor, page civic.PageArgs) (civic.Page[civic.GrantedRole], error) {
	if err := by.Require(civic.ReadRoles, ""); err != nil {
		return civic.Page[civic.GrantedRole]{}, err
	}
	return pg.PageOf(ctx, db, page, pg.Listing[civic.GrantedRole]{
		Name: "grantedRoles", Columns: grantedRoleColumns, From: `granted_roles g`, Where: `true`, Key: "g.id",
		Place: func(g civic.GrantedRole) civic.Place { return civic.Place{Key: g.Key} },
	})
}

// Both inputs are one type; by these names the audit log tells them apart.
type (
	grantRoleInput  civic.RoleOfAccount
	revokeRoleInput civic.RoleOfAccount
)

// GrantRole gives a role to an account; giving it again changes nothing. An ADMIN may. It refuses an account that is not
// there or stands for a browser, and a department that is not there.
func GrantRole(ctx context.Context, db *pg.DB, by civic.Actor, in civic.GrantRoleInput) (*civic.GrantedRole, error) {
	if err := cmp.Or(by.Require(civic.GrantRole, ""), in.Check()); err != nil {
		return nil, err
	}
	var made civic.GrantedRole
	err := db.Write(ctx, by, grantRoleInput(in), func(t *pg.Tx) error {
		if err := t.Allow(civic.GrantRole, "", in.AccountCode); err != nil {
			return err
		}
		if err := grantable(ctx, t, in); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `
			INSERT INTO granted_roles (id, account_id, role, department_id, granted_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			civic.NewKey(), in.AccountCode.Key, in.Role, pg.KeyOf(in.DepartmentID), by.Account); err != nil {
			return err
		}
		return pg.NotFoundAt(t.Get(ctx, &made, `SELECT `+grantedRoleColumns+` FROM granted_roles g WHERE `+thatRole, in.AccountCode.Key, in.Role, pg.KeyOf(in.DepartmentID)), "")
	})
	roles.Of(db).forget(ctx)
	return orNone(made, err)
}

// thatRole finds a role of an account in a department, or on the platform.
const thatRole = `g.account_id = $1 AND g.role = $2 AND g.department_id IS NOT DISTINCT FROM $3`

// grantable refuses what a role names and is not there.
func grantable(ctx context.Context, t *pg.Tx, in civic.GrantRoleInput) error {
	var there struct{ Account, Department bool }
	err := t.Get(ctx, &there, `
		SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND issuer <> $2) AS account,
		       $3::uuid IS NULL OR EXISTS (SELECT 1 FROM departments WHERE id = $3 AND closed_at IS NULL) AS department`,
		in.AccountCode.Key, BrowserIssuer, pg.KeyOf(in.DepartmentID))
	if err != nil {
		return err
	}
	var problems civic.Problems
	if !there.Account {
		problems.Add(civic.NotFound, "accountCode")
	}
	if !there.Department {
		problems.Add(civic.NotFound, "departmentId")
	}
	return problems.Err()
}

// RevokeRole takes a role that was given. An ADMIN may. The last ADMIN is refused as LAST_ADMIN, also where tokens state
// others: nobody is to lock a city out by mistake.
func RevokeRole(ctx context.Context, db *pg.DB, by civic.Actor, in civic.RevokeRoleInput) (*civic.GrantedRole, error) {
	if err := cmp.Or(by.Require(civic.GrantRole, ""), in.Check()); err != nil {
		return nil, err
	}
	var taken civic.GrantedRole
	err := db.Write(ctx, by, revokeRoleInput(in), func(t *pg.Tx) error {
		if err := t.Allow(civic.GrantRole, "", in.AccountCode); err != nil {
			return err
		}
		if in.Role == civic.Admin {
			if err := notLastAdmin(ctx, t, in.AccountCode.Key); err != nil {
				return err
			}
		}
		return pg.NotFoundAt(t.Get(ctx, &taken, `DELETE FROM granted_roles g WHERE `+thatRole+` RETURNING `+grantedRoleColumns,
			in.AccountCode.Key, in.Role, pg.KeyOf(in.DepartmentID)), "")
	})
	roles.Of(db).forget(ctx)
	return orNone(taken, err)
}

// orNone gives a role, or none with an error.
func orNone(g civic.GrantedRole, err error) (*civic.GrantedRole, error) {
	if err != nil {
		return nil, err
	}
	return &g, nil
}

// notLastAdmin lets one ADMIN be taken at a time, and not the last.
func notLastAdmin(ctx context.Context, t *pg.Tx, account uuid.UUID) error {
	var admins []uuid.UUID
	if err := t.List(ctx, &admins, `SELECT account_id FROM granted_roles WHERE role = $1 ORDER BY id FOR UPDATE`, civic.Admin); err != nil {
		return err
	}
	if len(admins) == 1 && admins[0] == account {
		return civic.Refuse(civic.LastAdmin, "")
	}
	return nil
}

// EndRoles takes all roles in a department, in the transaction that closes it. ForgetRoles follows the commit.
func EndRoles(ctx context.Context, t *pg.Tx, department uuid.UUID) error {
	_, err := t.Exec(ctx, `DELETE FROM granted_roles WHERE department_id = $1`, department)
	return err
}

// ForgetRoles makes the next request read the roles again.
func ForgetRoles(ctx context.Context, db *pg.DB) { roles.Of(db).forget(ctx) }
