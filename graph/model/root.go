package model

// The roots of the API; every field of theirs has a resolver.
type (
	Query        struct{}
	Mutation     struct{}
	Subscription struct{}
)
