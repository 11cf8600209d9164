package model

// The root types of the API. Each of their fields has a resolver.
type (
	Query        struct{}
	Mutation     struct{}
	Subscription struct{}
)
