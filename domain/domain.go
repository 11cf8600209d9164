// Package domain imports all rooms of the domain, so that everything they declare is known: codes, kinds of ids and rights.
// The rooms themselves hold the types and the rules. They know no SQL, no HTTP, no GraphQL and no file format, and import nothing else of Minyi.
package domain

import (
	_ "minyi/domain/analyse"
	_ "minyi/domain/chart" // a test sees that no room is missing here
	_ "minyi/domain/civic"
	_ "minyi/domain/consult"
	_ "minyi/domain/disclose"
	_ "minyi/domain/inform"
	_ "minyi/domain/legaltext"
	_ "minyi/domain/lineage"
	_ "minyi/domain/personal"
	_ "minyi/domain/policy"
	_ "minyi/domain/report"
	_ "minyi/domain/survey"
	_ "minyi/domain/trust"
)
