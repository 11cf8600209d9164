// Package minyi holds the contract, so that the program can show it from any folder it runs in.
package minyi

import _ "embed"

// Schema is schema.graphql, the whole API in GraphQL's schema language.
//
//go:embed schema.graphql
var Schema string
