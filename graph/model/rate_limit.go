package model

import "time"

// RateLimit is what an operation took from the budget of whoever asks, and what is left. All but the time are cost units.
type RateLimit struct {
	Cost, Limit, Remaining int
	ResetAt                time.Time // when the budget will be full again
}
