// Package consult holds the types and the rules of a public consultation: policy records, drafts and their review, comment
// periods, comments, moderation and official responses. The rules come from the law and the practice of consultations. The
// package contains no SQL, HTTP or GraphQL.
package consult
