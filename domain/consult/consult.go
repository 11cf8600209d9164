// Package consult is the domain of a public consultation: its types and its rules, as the law and the practice of
// consultation state them. It knows no SQL, no HTTP and no GraphQL, and imports nothing else of Minyi.
package consult
