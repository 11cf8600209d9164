package model

import "minyi/domain/civic"

// Viewer is the actor of a request, as the API shows it.
type Viewer struct {
	Name        string
	Assurance   civic.IdentityLevel
	District    *string
	AccountCode *civic.ID
	Roles       []civic.RoleGrant
	Rights      []civic.Right
}
