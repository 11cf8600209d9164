package model

import "minyi/consult"

// Viewer is who asks.
type Viewer struct {
	Name    string
	Roles   []consult.RoleGrant
	Actions []consult.Action
}
