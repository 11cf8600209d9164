// Package analyse holds what turns many comments into an overview: campaigns of comments that are nearly the same, themes and their codes,
// the agreement of coders, suggestions, and groups of people who think alike. It knows no SQL and no GraphQL.
package analyse
