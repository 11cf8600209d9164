package model

import "minyi/domain/civic"

// Viewer is who asks.
type Viewer struct {
	Name        string
	Assurance   civic.IdentityLevel
	District    *string
	AccountCode *civic.ID
	Roles       []civic.RoleGrant
	Rights      []civic.Right
}
