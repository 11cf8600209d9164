// Package consult holds the types and the rules of a public consultation: profiles, comment periods, comments, moderation,
// official responses and adoption. The rules come from the law and the practice of consultations. The
// package contains no SQL, HTTP or GraphQL.
package consult
