package model

import "minyi/consult"

// Viewer is who asks.
type Viewer struct {
	Name        string
	Assurance   consult.IdentityLevel
	District    *string
	AccountCode *consult.ID
	Roles       []consult.RoleGrant
	Actions     []consult.Action
}
